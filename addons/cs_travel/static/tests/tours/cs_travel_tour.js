import { formatDate } from "@web/core/l10n/dates";
import {
    add,
    click,
    edit,
    field,
    fitsOnAPhone,
    gone,
    isInState,
} from "@cs_base/../tests/tour_steps";

const { DateTime } = luxon;

/** On a phone the second and further buttons of a form lie in a menu. */
const clickInMenu = (name) => [
    click(".o_statusbar_buttons button:has(.oi-ellipsis-v)"),
    click(`.o-dropdown--menu button[name='${name}']`),
];
/** On a phone a record is chosen from cards that fill the screen. */
const choose = (scope, name, text) => [
    click(`${scope} ${field(name)} input`),
    click(`.modal .o_kanban_record:not(.o_kanban_ghost):contains('${text}')`),
    { trigger: `${scope} ${field(name)} input:value(${text})` },
];
const save = [click(".o_form_button_save"), { trigger: ".o_form_saved, .o_form_readonly" }];

// The traveller, on a phone

add("cs_travel_apply", () => [
    click(".o_control_panel .o-kanban-button-new"),
    edit(`${field("purpose")} input`, "Spring orders"),
    ...clickInMenu("action_open_load"),
    ...choose(".modal", "template_id", "The South"),
    click(`.modal ${field("first_date")} button`),
    {
        trigger: `.modal ${field("first_date")} input`,
        async run(helpers) {
            await helpers.edit(formatDate(DateTime.now().minus({ days: 1 })));
            await helpers.press("Enter");
        },
    },
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
    { trigger: `${field("day_ids")} .o_kanban_record:contains('Xiamen')` },
    { trigger: `${field("day_ids")} .o_kanban_record:contains('Quanzhou')` },
    fitsOnAPhone,
    click("button[name='action_submit']"),
    { trigger: `${field("approval_waiting_for")}` },
    fitsOnAPhone,
]);

add("cs_travel_ask_advance", () => [
    ...clickInMenu("action_new_advance"),
    edit(`${field("purpose")} input`, "Hotels"),
    edit(`${field("amount")} input`, "200"),
    fitsOnAPhone,
    click("button[name='action_submit']"),
    { trigger: `${field("approval_waiting_for")}` },
]);

add("cs_travel_check_in", () => [
    {
        trigger: ".o_cs_check_in",
        run() {
            navigator.geolocation.getCurrentPosition = (onPosition) =>
                onPosition({ coords: { latitude: 24.48, longitude: 118.09, accuracy: 12 } });
        },
    },
    fitsOnAPhone,
    click(".o_cs_check_in"),
    edit(".modal #o_cs_check_in_note", "At the counter"),
    click(".modal .o_cs_check_in_send"),
    { trigger: ".o_notification .o_notification_bar.bg-success" },
    gone(".modal"),
]);

add("cs_travel_spend", () => [
    click("button[name='action_new_expense']"),
    edit(`.oe_title ${field("name")} :is(input, textarea)`, "Hotel Seaview"),
    ...choose("", "product_id", "Hotel"),
    edit(`${field("total_amount_currency")} input`, "320"),
    { trigger: `.o_form_view:not(:has(button[name='action_submit']))` },
    fitsOnAPhone,
    ...save,
]);

add("cs_travel_return", () => [
    click("button[name='action_fill_itinerary']"),
    { trigger: `${field("day_ids")} .o_kanban_record:eq(0) .fa-map-marker` },
    click(".o_notebook .nav-link[name='report']"),
    edit(`${field("summary")} textarea`, "Both dealers ordered."),
    fitsOnAPhone,
    ...clickInMenu("action_return"),
    gone("button[name='action_new_expense']"),
]);

add("cs_travel_ask_change", () => [
    ...clickInMenu("action_request_change"),
    edit(`${field("reason")} textarea`, "The dealer moved the meeting"),
    click(`${field("line_ids")} .o-kanban-button-new`),
    click(`.modal ${field("old_day_id")} input`),
    click(".modal .o_kanban_record:not(.o_kanban_ghost):eq(0)"),
    edit(`.modal ${field("city")} input`, "Putian"),
    click(".modal .o_form_button_save"),
    gone(".modal"),
    { trigger: `${field("line_ids")} .o_kanban_record:contains('Putian')` },
    fitsOnAPhone,
    click("button[name='action_submit']"),
    { trigger: `${field("approval_waiting_for")}` },
]);

// Those who sign

add("cs_travel_approve", () => [
    click(".o_data_row .o_data_cell"),
    click("button[name='action_approve']"),
    { trigger: ".o_form_view:not(:has(button[name='action_approve']))" },
]);

// Customer service

add("cs_travel_supervise", () => [
    { trigger: ".o_data_row [name='checkin_count']:contains('1')" },
    click(".o_data_row button[name='action_open_call']"),
    click(".modal input[data-value='confirmed']"),
    edit(`.modal ${field("note")} input`, "Signed an order"),
    click(".modal footer .btn-primary"),
    gone(".modal"),
    { trigger: ".o_data_row [name='last_call_result'] .text-bg-success" },
    click(".o_data_row button[name='action_find_as_planned']"),
    { trigger: ".o_data_row [name='result'] .text-bg-success" },
]);

add("cs_travel_audit", () => [
    click(`${field("day_ids")} .o_data_row:eq(0) button[name='action_open_finding']`),
    click(`.modal ${field("result")} input[data-value='deviated']`),
    edit(`.modal ${field("reason")} textarea`, "The hotel is in Fuzhou"),
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
    { trigger: `${field("day_ids")} .o_data_row:eq(0) [name='result'] .text-bg-danger` },
    click("button[name='action_audit']"),
    click(".modal footer .btn-primary"),
    gone("button[name='action_audit']"),
]);

// Finance

add("cs_travel_pay_advance", () => [
    click(".o_data_row .o_data_cell[name='partner_id']"),
    { trigger: field("cs_trip_advance_id") },
    click("button[name='action_post']"),
    gone("button[name='action_post']"),
]);

add("cs_travel_settle", () => [
    click(".o_data_row .o_data_cell"),
    click("button[name='action_open_settlement']"),
    click(".modal footer button[name='action_confirm']"),
    isInState("settled"),
    click(`${field("trip_id")} a`),
    click("button[name='action_register_payment']"),
    click(".modal footer button[name='action_create_payments']"),
    gone(".modal"),
    gone("button[name='action_register_payment']"),
]);
