import {
    add,
    click,
    edit,
    field,
    fitsOnAPhone as fits,
    gone,
} from "@cs_base/../tests/tour_steps";

const press = (keys, trigger = ".o_cs_scroll") => ({ trigger, run: `press ${keys}` });
const cell = (r, d) => `.o_cs_table td[data-r='${r}'][data-d='${d}']`;
const shows = (r, d, letter) => ({
    trigger: letter ? `${cell(r, d)}:text(${letter})` : `${cell(r, d)}:empty`,
});
const drag = (from, to) => ({ trigger: cell(...from), run: `drag_and_drop ${cell(...to)}` });
const tool = (letter) => click(`.o_cs_palette [data-tool='${letter}']`);
const counts = (code, day, count) => ({
    trigger: `.o_cs_table tfoot tr[data-code='${code}'] td:eq(${day}):text(${count})`,
});
// The grid and one's own month are no views: they have no .o_content.
const fitsOnAPhone = { ...fits, trigger: ".o_action_manager" };
const saved = { trigger: ".o_cs_roster[data-saving='0']" };

add("cs_roster_grid_paint", () => [
    click(".o_data_row .o_data_cell"),
    // a week with the mouse
    tool("D"),
    drag([0, 0], [0, 6]),
    shows(0, 6, "D"),
    counts("D", 6, 1),
    press("Control+z"),
    shows(0, 0, ""),
    counts("D", 6, 0),
    press("Control+y"),
    shows(0, 6, "D"),
    shows(0, 7, ""),
    { trigger: ".o_cs_violation.o_cs_blocks" },
    // with the keys
    press("Escape"),
    click(cell(1, 0)),
    press("Shift+ArrowRight"),
    press("n"),
    shows(1, 1, "N"),
    press("ArrowRight"),
    press("-"),
    { trigger: `${cell(1, 2)}:not(:empty)` },
    press("l"),
    { trigger: `${cell(1, 2)}.o_cs_locked` },
    // fixed cells stay
    press("d"),
    { trigger: ".o_notification .bg-warning" },
    // a letter over a range, then half of it taken back
    click(cell(2, 0)),
    press("Shift+ArrowRight"),
    press("r"),
    press("Shift+ArrowRight"),
    press("d"),
    shows(2, 2, "D"),
    click(".o_cs_undo"),
    shows(2, 2, ""),
    shows(2, 1, "R"),
    saved,
]);

add("cs_roster_grid_swap", () => [
    shows(0, 2, "D"),
    shows(1, 2, "R"),
    drag([0, 2], [1, 2]),
    shows(0, 2, "R"),
    shows(1, 2, "D"),
    saved,
    click(".o_cs_undo"),
    shows(0, 2, "D"),
    click(".o_cs_redo"),
    shows(0, 2, "R"),
    saved,
    click(".o_cs_publish"),
    click(".modal footer .btn-primary"),
    { trigger: ".o_notification .bg-success" },
    { trigger: ".o_cs_roster[data-changes='0']" },
    // what differs from what was published
    click(cell(3, 0)),
    press("d"),
    { trigger: ".o_cs_roster[data-changes='1']" },
    { trigger: `${cell(3, 0)}.o_cs_changed` },
    saved,
    click(".o_cs_filter_changed"),
    { trigger: ".o_cs_table:has(.o_cs_row):not(:has(.o_cs_row:nth-of-type(3)))" },
]);

add("cs_roster_grid_conflict", () => [
    click(cell(0, 1)),
    press("l"),
    { trigger: `${cell(0, 1)}.o_cs_locked` },
    saved,
    click(cell(0, 0)),
    press("n"),
    // the server's sentence names who it was; the change is taken back
    { trigger: ".o_cs_failure:contains('r_head')" },
    shows(0, 0, "D"),
    click(".o_cs_load_anew"),
    shows(5, 0, "D"),
    { trigger: `${cell(0, 0)}.o_cs_cursor` },
    { trigger: "body:not(:has(.o_cs_failure))" },
    press("r"),
    shows(0, 0, "R"),
    saved,
]);

add("cs_roster_grid_generate", () => [
    click(".o_cs_generate"),
    click(".o_cs_start"),
    { trigger: ".o_cs_generation[data-state='running'] .progress-bar" },
    { trigger: ".o_cs_generation[data-state='done'] .o_cs_text:contains('216')" },
    shows(0, 30, "D"),
]);

add("cs_roster_grid_cancel", () => [
    shows(0, 30, ""),
    click(".o_cs_generate"),
    click(".o_cs_start"),
    { trigger: ".o_cs_generation[data-state='running'] .progress-bar" },
    click(".o_cs_cancel"),
    { trigger: ".o_cs_generation[data-state='cancelled']:has(.o_cs_start)" },
    shows(0, 30, ""),
]);

add("cs_roster_grid_finish", () => [
    shows(0, 30, ""),
    click(".o_cs_generate"),
    click(".o_cs_start"),
    { trigger: ".o_cs_generation[data-state='running'] .progress-bar" },
    click(".o_cs_finish:enabled"),
    { trigger: ".o_cs_generation[data-state='done'] .o_cs_text:contains('216')" },
    shows(0, 30, "D"),
]);

add("cs_roster_month_field", () => [
    click(".o_list_button_add"),
    click(`${field("date_from")} input`),
    { trigger: ".o_datetime_picker:not(:has(.o_day_of_week_cell))" },
    click(".o_datetime_picker .o_date_item_cell:eq(4)"),
    { trigger: `${field("date_from")} input:value(-05)` },
    edit(`${field("department_id")} input`, "Online Service"),
    click(".o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option):contains('Online Service')"),
    click(".o_form_button_save"),
    { trigger: ".o_form_saved" },
]);

add("cs_roster_grid_of_500", () => [
    shows(0, 0, "D"),
    {
        trigger: ".o_cs_scroll",
        run() {
            const drawn = document.querySelectorAll(".o_cs_row").length;
            if (drawn > 80) {
                throw new Error(`${drawn} rows are drawn at once`);
            }
            this.anchor.scrollTop = this.anchor.scrollHeight;
        },
    },
    { trigger: ".o_cs_row:contains('Person 491')" },
    click(".o_cs_row:contains('Person 491') td[data-d='0']"),
    press("n"),
    { trigger: ".o_cs_row:contains('Person 491') td[data-d='0']:text(N)" },
    saved,
    press("Control+a"),
    press("ArrowUp"),
    { trigger: ".o_cs_row:contains('Person 490')" },
    { trigger: ".o_cs_search", run: "edit P250" },
    { trigger: ".o_cs_row:contains('Person 250')" },
    { trigger: ".o_cs_table:not(:has(.o_cs_row:contains('Person 251')))" },
]);

add("cs_roster_grid_phone", () => [
    shows(0, 0, "D"),
    fitsOnAPhone,
    tool("N"),
    click(cell(0, 0)),
    shows(0, 0, "N"),
    saved,
]);

/** Turn the pages of one's own month to March. */
const toMarch = {
    trigger: ".o_cs_next",
        async run({ click, waitFor }) {
            while (!document.querySelector("[data-date='2027-03-01']")) {
                const title = document.querySelector(".o_cs_month_title").textContent;
                await click(".o_cs_next");
                await waitFor(`.o_cs_month_title:not(:text('${title}'))`, { timeout: 10000 });
            }
        },
    };

add("cs_roster_my_month", () => [
    toMarch,
    { trigger: ".o_cs_day[data-date='2027-03-01'] b:text(D)" },
    fitsOnAPhone,
    // the second day has become a night
    click(".o_cs_day[data-date='2027-03-02'].o_cs_changed"),
    { trigger: ".o_cs_detail .o_cs_change:contains('08:00')" },
    { trigger: ".o_cs_new" },
    click(".o_cs_day[data-date='2027-03-01']"),
    { trigger: ".o_cs_mates:contains('Agent 1')" },
    { trigger: ".o_cs_detail .o_cs_ask_swap" },
    click(".o_cs_next"),
    click(".o_cs_day[data-date='2027-04-05']"),
    click(".o_cs_wish[data-cell='-']"),
    { trigger: ".o_cs_wish[data-cell='-'].active" },
    click(".o_cs_wish[data-cell='N']"),
    { trigger: ".o_cs_wish[data-cell='N'].active" },
    { trigger: ".o_cs_day[data-date='2027-04-05'] em" },
    fitsOnAPhone,
]);

// on a phone a colleague's day is chosen from cards
add("cs_roster_ask_swap", () => [
    toMarch,
    click(".o_cs_day[data-date='2027-03-02']"),
    click(".o_cs_detail .o_cs_ask_swap"),
    fitsOnAPhone,
    click(`${field("peer_slot_id")} input`),
    click(".modal .o_kanban_record:contains('Agent 1 2027-03-02')"),
    click("button[name='action_ask']"),
    gone("button[name='action_ask']"),
    fitsOnAPhone,
]);

add("cs_roster_accept_swap", () => [
    click(".o_kanban_record:contains('Agent 0'), .o_data_row:contains('Agent 0') .o_data_cell"),
    click("button[name='action_accept']"),
    gone("button[name='action_accept']"),
    fitsOnAPhone,
]);
