import { registry } from "@web/core/registry";
import { click, edit, isInState } from "@cs_base/../tests/tour_steps";

// The steps name no label, so that the same tours run in every language.
const tours = registry.category("web_tour.tours");

tours.add("cs_return_apply", {
    steps: () => [
        click(".o_list_button_add"),
        edit(".o_field_widget[name='partner_id'] input", "Blue Lake"),
        click(".o-autocomplete--dropdown-item:contains('Blue Lake Tackle')"),
        click("button[name='action_add_goods']"),
        edit(".modal .o_inner_group .o_field_widget[name='reason_id'] input", "Clumped"),
        click(".o-autocomplete--dropdown-item:contains('Clumped Bait')"),
        { trigger: ".modal .o_field_widget[name='reason_id'] input:value(Clumped Bait)" },
        click(".modal .o_data_row:eq(0) .o_data_cell[name='quantity']"),
        edit(".modal .o_data_row:eq(0) .o_field_widget[name='quantity'] input", "3"),
        click(".modal footer button[name='action_confirm']"),
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_form_view .o_data_row .o_data_cell[name='quantity']:contains('3')" },
        click("button[name='action_submit']"),
        isInState("submitted"),
    ],
});

tours.add("cs_return_approve", {
    steps: () => [
        click("button[name='action_approve']"),
        { trigger: ".o_form_view:not(:has(button[name='action_approve']))" },
    ],
});

tours.add("cs_return_appraise", {
    steps: () => [
        click("button[name='action_arrive']"),
        isInState("arrived"),
        { trigger: "button[name='action_appraise']" },
        click(".o_data_row:eq(0) .o_data_cell[name='received_qty']"),
        edit(".o_data_row:eq(0) .o_field_widget[name='received_qty'] input", "2"),
        click("button[name='action_appraise']"),
        click(".modal footer .btn-primary"),
        isInState("appraised"),
    ],
});

tours.add("cs_return_settle", {
    steps: () => [
        click("button[name='action_settle']"),
        isInState("done"),
        click("button[name='action_open_credit_notes']"),
        { trigger: ".o_form_view .o_field_widget[name='invoice_line_ids'] .o_data_row" },
        click("button[name='action_open_cs_returns']"),
        isInState("done"),
    ],
});

tours.add("cs_return_bulk", {
    steps: () => [
        { trigger: ".o_data_row:eq(3)" },
        click(".o_list_table thead .o_list_record_selector input"),
        click(".o_cp_action_menus .dropdown-toggle:has(.fa-cog)"),
        click(".o-dropdown-item:contains('提交')"),
        { trigger: ".modal .o_cs_bulk[data-waiting='0'] .o_cs_bulk_done:contains('3')" },
        { trigger: ".modal .o_cs_bulk_failed:contains('1')" },
        { trigger: ".modal .o_cs_bulk td a" },
        click(".modal .o_cs_bulk_close"),
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_data_row .o_field_badge[name='state']:contains('待批准')" },
    ],
});
