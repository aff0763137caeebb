import { add, click, edit, field, gone, isInState } from "@cs_base/../tests/tour_steps";

const line = (name) => `.modal .o_data_row:first [name='${name}']`;

add("cs_followup_call", () => [
    click(".o_data_row button[name='action_call']"),
    click(`.modal ${field("arrival_date")} input, .modal ${field("arrival_date")} button`),
    click(".o_datetime_picker .o_today"),
    click(line("broken_qty")),
    edit(`${line("broken_qty")} input`, "2"),
    click(".modal input[data-value='2']"),
    edit(`.modal ${field("charge_amount")} input`, "15 && press Tab"),
    edit(`.modal ${field("charge_note")} input`, "Unloading"),
    edit(`.modal ${field("remarks")} textarea`, "Cartons were wet"),
    click(".modal footer button[name='action_answer']"),
    gone(".modal"),
    click(".o_data_row .o_data_cell[name='name']"),
    isInState("answered"),
    click("button[name='action_close']"),
    isInState("closed"),
]);

add("cs_followup_portal", () => [
    { ...click("a[href='/my/deliveries']"), expectUnloadPage: true },
    { ...click(".o_cs_delivery .btn-primary"), expectUnloadPage: true },
    {
        trigger: ".o_cs_delivery_form #arrival_date",
        run({ anchor }) {
            anchor.value = anchor.max;
        },
    },
    edit(".o_cs_delivery_form [name^='received_']", "9"),
    click("label[for='mark_4']"),
    {
        ...click(".o_cs_delivery_form button[value='yes']"),
        expectUnloadPage: true,
    },
    { trigger: ".alert-success" },
]);

add("cs_callback_plan", () => [
    click(".o_form_view button[name='action_generate']"),
    isInState("running"),
    click("button[name='action_open_callbacks']"),
    click(".o_data_row button[name='action_call']"),
    click(".modal input[data-value='4']"),
    edit(`.modal ${field("remarks")} textarea`, "Quick answers"),
    click(".modal footer button[name='action_finish']"),
    gone(".modal"),
    { trigger: ".o_list_view" },
]);
