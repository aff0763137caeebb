import { registry } from "@web/core/registry";
import { click, edit, isInState } from "@cs_base/../tests/tour_steps";

// The steps name no label, so that the same tours run in every language.
const tours = registry.category("web_tour.tours");

const confirm = () => click(".modal footer .btn-primary");
const choose = (field, text) => [
    edit(`.o_field_widget[name='${field}'] input`, text),
    click(`.o-autocomplete--dropdown-item:contains('${text}')`),
];
const save = () => [click(".o_form_button_save"), { trigger: ".o_form_saved" }];

tours.add("cs_return_dispose", {
    steps: () => [click("button[name='action_dispose']"), confirm(), isInState("appraised")],
});

tours.add("cs_carrier_claim_begin", {
    steps: () => [
        click("button[name='action_new_cs_claim']"),
        isInState("draft"),
        ...choose("carrier_id", "Swift Freight"),
        click(".o_data_row:eq(0) .o_data_cell[name='quantity']"),
        edit(".o_data_row:eq(0) .o_field_widget[name='quantity'] input", "4"),
        ...save(),
    ],
});

tours.add("cs_carrier_claim_agree", {
    steps: () => [
        click("button[name='action_lodge']"),
        isInState("lodged"),
        edit(".o_field_widget[name='agreed_amount'] input", "300"),
        click("button[name='action_invoice']"),
        isInState("agreed"),
    ],
});

tours.add("cs_carrier_claim_recover", {
    steps: () => [
        click("button[name='action_recover']"),
        isInState("recovered"),
        click("button[name='action_open_moves']"),
        { trigger: ".o_form_view .o_field_widget[name='invoice_line_ids'] .o_data_row" },
    ],
});

tours.add("cs_quality_dispute_raise", {
    steps: () => [
        click(".o_list_button_add"),
        ...choose("partner_id", "Blue Lake Tackle"),
        ...choose("lot_ids", "LOT-TOUR"),
        edit(".o_field_widget[name='description'] textarea", "It smells"),
        click("button[name='action_raise']"),
        isInState("raised"),
        click(".o_field_widget[name='method'] input[data-value='visit']"),
        ...choose("technician_id", "r_technician"),
        click("button[name='action_examine']"),
        isInState("examining"),
    ],
});

tours.add("cs_quality_dispute_confirm", {
    steps: () => [
        click(".o_notebook .nav-link[name='findings']"),
        edit(".o_field_widget[name='findings'] textarea", "Mould in every bag"),
        click("button[name='action_confirm']"),
        confirm(),
        isInState("confirmed"),
    ],
});

tours.add("cs_quality_dispute_open", {
    steps: () => [
        click("button[name='action_open_all']"),
        { trigger: ".modal .o_cs_bulk[data-waiting='0'] .o_cs_bulk_done:contains('2')" },
        click(".modal .o_cs_bulk_close"),
        click("button[name='action_open_returns']"),
        { trigger: ".o_list_view .o_data_row:eq(1)" },
    ],
});
