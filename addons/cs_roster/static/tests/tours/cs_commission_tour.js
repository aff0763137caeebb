import { add, click, edit, field, fitsOnAPhone, isInState } from "@cs_base/../tests/tour_steps";

const noDialog = { trigger: "body:not(:has(.modal))" };

// An agent types the number into the order and confirms it; then the tag is fixed

add("cs_roster_tag_order", () => [
    edit(`${field("cs_work_no")} input`, "1001"),
    click(".o_form_button_save"),
    { trigger: `${field("cs_agent_id")}:contains('Agent 0'), ${field("cs_agent_id")} input:value('Agent 0')` },
    { trigger: `${field("cs_is_flagged")} .o_cs_flag[aria-pressed='true']` },
    click(".o_statusbar_buttons button[name='action_confirm']"),
    isInState("sale"),
    { trigger: `${field("cs_work_no")}:not(:has(input)):contains('1001')` },
]);

// The head tags what was forgotten

add("cs_roster_tag_late", () => [
    click(".o_data_row button[name='action_cs_tag_late']"),
    edit(`.modal ${field("work_no")} input`, "1001"),
    edit(`.modal ${field("reason")} textarea`, "Night shift"),
    { trigger: `.modal ${field("agent_name")}:contains('Agent 0')` },
    click(".modal footer button[name='action_confirm']"),
    noDialog,
    { trigger: ".o_list_view:not(:has(.o_data_row button[name='action_cs_tag_late']))" },
]);

// Personnel confirms the statement of the month

add("cs_roster_confirm_commission", () => [
    click(".o_group_header"),
    click(".o_data_row td[name='name']"),
    click(".o_statusbar_buttons button[name='action_compute']"),
    isInState("draft"),
    click(".o_statusbar_buttons button[name='action_confirm']"),
    isInState("confirmed"),
]);

// Finance makes the bill and posts it

add("cs_roster_pay_commission", () => [
    click(".o_data_row td[name='name']"),
    click(".o_statusbar_buttons button[name='action_bill']"),
    click(".o_statusbar_buttons button[name='action_post']"),
    isInState("posted"),
]);

// An agent reads the statement on a phone

add("cs_roster_my_commission", () => [
    click(".o_kanban_record:not(.o_kanban_ghost)"),
    { trigger: `${field("amount")}:contains('50')` },
    { trigger: `${field("line_ids")} .o_kanban_record:not(.o_kanban_ghost)` },
    fitsOnAPhone,
]);
