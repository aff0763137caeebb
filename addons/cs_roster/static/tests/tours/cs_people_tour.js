import {
    add,
    click,
    edit,
    field,
    fitsOnAPhone,
    gone,
    isInState,
} from "@cs_base/../tests/tour_steps";

const choose = (name, text) => [
    edit(`${field(name)} input`, text),
    click(`.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('${text}')`),
];

// The head of the department

add("cs_people_enter", () => [
    click(".o_list_button_add"),
    ...choose("employee_id", "Agent 0"),
    edit(`${field("description")} textarea`, "Played on the phone"),
    click(".o_form_button_save"),
    { trigger: ".o_form_saved" },
    isInState("reported"),
]);

add("cs_people_sign_off", () => [
    click(".o_data_row:contains('Agent 0') button[name='action_sign_off']"),
    { trigger: ".o_data_row:contains('Agent 0') [name='state'] .text-bg-success" },
]);

add("cs_people_appraise", () => [
    click(".o_data_row:contains('Agent 0') .o_data_cell[name='employee_id']"),
    click(`${field("line_ids")} .o_data_row:first .o_data_cell[name='points']`),
    edit(`${field("line_ids")} .o_selected_row ${field("points")} input`, "4"),
    click(`${field("line_ids")} .o_field_x2many_list_row_add a`),
    edit(`${field("line_ids")} .o_selected_row ${field("name")} input`, "Helps others"),
    edit(`${field("line_ids")} .o_selected_row ${field("points")} input`, "3"),
    click("button[name='action_finish']"),
    isInState("done"),
]);

// Personnel

add("cs_people_confirm_entry", () => [
    click(".o_data_row:contains('Agent 0') .o_data_cell[name='employee_id']"),
    click("button.btn-primary[name='action_open_decision']"),
    edit(`.modal ${field("note")} textarea`, "Seen by two"),
    click(".modal footer button[name='action_apply']"),
    gone(".modal"),
    isInState("confirmed"),
]);

add("cs_people_confirm_appraisal", () => [
    click(".o_data_row:contains('Agent 0') .o_data_cell[name='employee_id']"),
    click("button[name='action_confirm']"),
    isInState("confirmed"),
]);

// The agent, on a phone

add("cs_people_appeal", () => [
    fitsOnAPhone,
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    fitsOnAPhone,
    click("button[name='action_open_statement']"),
    edit(`.modal ${field("statement")} textarea`, "It was my break"),
    click(".modal footer button[name='action_apply']"),
    gone(".modal"),
    { trigger: `${field("statement")}:contains('It was my break')` },
    fitsOnAPhone,
]);

add("cs_people_trainings", () => [
    { trigger: ".o_kanban_record:contains('Lure X')" },
    fitsOnAPhone,
]);
