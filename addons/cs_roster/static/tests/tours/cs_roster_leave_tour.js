import { add, click } from "@cs_base/../tests/tour_steps";

add("cs_roster_sign_and_cover", () => [
    click("button[name='action_cs_sign']"),
    click(".modal .o_field_widget[name='signature'] .o_signature_empty"),
    { trigger: ".modal:not(.o_inactive_modal) .o_web_sign_name_and_signature" },
    click(".modal:not(.o_inactive_modal) footer button.btn-primary:enabled"),
    { trigger: ".modal .o_field_widget[name='signature'] img.o_signature" },
    click(".modal footer button[name='action_confirm']"),
    { trigger: "body:not(:has(.modal)) .o_field_widget[name='cs_signed_by_id']" },
    click("button[name='action_cs_find_cover']"),
    click(".o_data_row:eq(0) button[name='action_assign']"),
    // the shift has enough people now, so that nobody is proposed any more
    { trigger: "body:not(:has(.o_data_row)) .o_view_nocontent" },
]);

add("cs_roster_lateness", () => [
    { trigger: ".o_pivot td:contains('12')" },
    click(".o_switch_view.o_list"),
    { trigger: ".o_data_row [name='late_minutes']:contains('12')" },
    click(".o_switch_view.o_graph"),
    { trigger: ".o_graph_renderer canvas" },
]);
