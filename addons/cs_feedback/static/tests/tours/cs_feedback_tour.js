import { add, click, edit, field, fitsOnAPhone, gone, isInState } from "@cs_base/../tests/tour_steps";

const openCase = click(".o_data_row:contains('FB/') .o_data_cell[name='subject']");
const confirmText = (text) => [
    edit(`.modal ${field("text")} textarea`, text),
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
];
const choose = (name, text) => [
    edit(`${field(name)} input`, text),
    click(`.o-autocomplete--dropdown-item:contains('${text}')`),
];

// Somebody on the phone: a plain employee enters what a customer said

add("cs_feedback_enter", () => [
    click(".o_control_panel .o_list_button_add, .o_control_panel .o-kanban-button-new"),
    edit(`${field("subject")} input`, "Bait is wet"),
    ...choose("partner_id", "Lakeside"),
    edit(`${field("description")} textarea`, "Three bags of lot 7 came wet"),
    click(".o_form_button_save"),
    { trigger: ".o_form_saved" },
]);

// The office mediates and passes on

add("cs_feedback_office", () => [
    openCase,
    isInState("new"),
    click("button[name='action_mediate']"),
    ...confirmText("Offered half of it; the dealer wants all"),
    isInState("open"),
    click("button[name='action_forward']"),
    { trigger: `${field("level")} span:not(:empty)` },
]);

add("cs_feedback_forward", () => [
    openCase,
    click("button[name='action_forward']"),
    gone("button[name='action_forward']"),
]);

// A clerk takes it and asks a department

add("cs_feedback_ask", () => [
    openCase,
    click("button[name='action_ask']"),
    edit(`.modal ${field("department_ids")} input`, "Quality"),
    click(".o-autocomplete--dropdown-item:contains('Quality')"),
    { trigger: `.modal ${field("department_ids")} .o_tag:contains('Quality')` },
    edit(`.modal ${field("question")} textarea`, "How did it get wet?"),
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
    isInState("open"),
    click(".nav-link[name='answers']"),
    { trigger: `${field("answer_ids")} .o_data_row:contains('Quality')` },
]);

// The department answers on a phone

add("cs_feedback_answer", () => [
    click(".o_kanban_record:not(.o_kanban_ghost), .o_data_row .o_data_cell"),
    edit(`${field("answer")} textarea`, "The seal was broken"),
    fitsOnAPhone,
    click("button[name='action_answer']"),
    gone("button[name='action_answer']"),
    fitsOnAPhone,
]);

// The manager of customer service rules

add("cs_feedback_rule", () => [
    openCase,
    click("button[name='action_open_rulings']"),
    edit(`${field("facts")} textarea`, "The seal was broken"),
    edit(`${field("decision")} textarea`, "We credit all of it"),
    edit(`${field("basis")} textarea`, "Agreement, article 7"),
    click(`${field("share_ids")} .o_field_x2many_list_row_add a`),
    edit(`${field("share_ids")} ${field("percent")} input`, "100"),
    click("button[name='action_issue']"),
    click(".modal footer .btn-primary"),
    isInState("issued"),
]);

add("cs_feedback_solve", () => [
    openCase,
    click("button[name='action_solve']"),
    ...confirmText("All of it is credited"),
    isInState("solved"),
    click("button[name='action_close']"),
    isInState("closed"),
]);

// The general manager reads the case and hands it back

add("cs_feedback_general", () => [
    openCase,
    click("button[name='action_hand_back']"),
    ...confirmText("Agreed; tell the dealer today"),
    gone("button[name='action_hand_back']"),
]);
