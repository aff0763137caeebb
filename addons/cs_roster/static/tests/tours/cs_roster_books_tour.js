import { registry } from "@web/core/registry";

// The steps name no label, so that the same tours run in every language.
const tours = registry.category("web_tour.tours");

const OPEN_CARD = ".o_kanban_record:has(button[name='action_deal'])";

/** Nothing that is needed lies beside the screen. */
function fits({ anchor }) {
    const { left, right } = anchor.getBoundingClientRect();
    if (left < 0 || right > window.innerWidth) {
        throw new Error("The button does not fit on the screen");
    }
}

tours.add("cs_roster_serve", {
    steps: () => [
        { trigger: "button[name='action_start']", run: fits },
        { trigger: "button[name='action_start']", run: "click" },
        { trigger: `${OPEN_CARD} button[name='action_no_deal']`, run: fits },
        { trigger: `${OPEN_CARD} button[name='action_open_handover']`, run: fits },
        { trigger: `${OPEN_CARD} button[name='action_deal']`, run: "click" },
        { trigger: `.o_kanban_view:not(:has(button[name='action_deal']))` },
        { trigger: "button[name='action_start']", run: "click" },
        { trigger: `${OPEN_CARD} button[name='action_no_deal']`, run: "click" },
        { trigger: `.o_kanban_view:not(:has(button[name='action_deal']))` },
        { trigger: "button[name='action_start']", run: "click" },
        { trigger: `${OPEN_CARD} button[name='action_open_handover']`, run: "click" },
        { trigger: ".o_form_view [name='line_ids'] .o_kanban_record" },
        { trigger: ".o_form_view [name='line_ids'] .o-kanban-button-new", run: "click" },
        { trigger: ".modal [name='todo'] textarea", run: "edit Call about the reel" },
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal)) [name='line_ids'] .o_kanban_record:contains(reel)" },
        { trigger: ".o_form_view button[name='action_give']", run: "click" },
        { trigger: ".o_form_view button[name='action_take_back']" },
    ],
});

tours.add("cs_roster_take_over", {
    steps: () => [
        { trigger: "button[name='action_acknowledge']", run: fits },
        {
            trigger: ".o_kanban_record:contains(reel) button[name='action_acknowledge']",
            run: "click",
        },
        {
            trigger:
                ".o_kanban_record:contains(reel):not(:has(button[name='action_acknowledge']))",
        },
        { trigger: ".o_kanban_record button[name='action_acknowledge']", run: "click" },
        { trigger: ".o_kanban_view:not(:has(button[name='action_acknowledge']))" },
    ],
});

tours.add("cs_roster_note_problem", {
    steps: () => [
        { trigger: ".o-kanban-button-new", run: "click" },
        { trigger: ".o_form_view [name='name'] input", run: "edit Line breaks" },
        { trigger: ".o_form_view [name='method'] textarea", run: "edit Sent another" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view .o_form_saved, .o_form_view:has([name='noted_at'])" },
    ],
});

tours.add("cs_roster_answer_problems", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell", run: "click" },
        { trigger: ".o_form_view [name='problem_ids'] .o_data_row [name='answer']", run: "click" },
        {
            trigger: ".o_form_view [name='problem_ids'] [name='answer'] textarea",
            run: "edit Use the new knot",
        },
        { trigger: ".o_form_view button[name='action_answer']", run: "click" },
        { trigger: ".o_form_view [name='answered_by_id']" },
    ],
});

tours.add("cs_roster_read_statistics", {
    steps: () => [
        { trigger: ".o_pivot_cell_value:contains(50)" },
        { trigger: ".o_switch_view.o_list", run: "click" },
        { trigger: ".o_data_row [name='conversion']:contains(50)" },
    ],
});
