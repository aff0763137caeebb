import { add, click, edit, field, gone, isInState } from "@cs_base/../tests/tour_steps";

const isChinese = (selector) => ({
    trigger: selector,
    run() {
        const text = document.querySelector(selector).innerText;
        if (!/\p{Script=Han}/u.test(text)) {
            throw new Error(`not Chinese: ${text}`);
        }
    },
});

// The manager of customer service drafts, comments and issues the summary of the month.
add("cs_quality_summary_issue", () => [
    isChinese(".o_control_panel .o_breadcrumb"),
    click(".o_list_view button[name='action_draft_now'], button[name='action_draft_now']"),
    isInState("draft"),
    edit(`${field("conclusion")} textarea`, "包装需要改进"),
    click(`${field("receipt_ids")} .o_data_row:first td[name='measure']`),
    edit(`${field("receipt_ids")} ${field("measure")} textarea`, "检查封口"),
    click(".o_notebook a[name='figures']"),
    isChinese(`${field("section_ids")} .o_kanban_record th`),
    click(`${field("section_ids")} .o_kanban_record:first`),
    edit(`.modal ${field("comment")} textarea`, "投诉比上月少"),
    click(".modal .o_form_button_save"),
    gone(".modal"),
    { trigger: `${field("section_ids")} .alert:contains('投诉比上月少')` },
    click("button[name='action_issue']"),
    click(".modal .modal-footer .btn-primary"),
    isInState("issued"),
]);

// A department reads what is issued to it and replies.
add("cs_quality_summary_reply", () => [
    click(".o_data_row:first td[name='name']"),
    isInState("issued"),
    click(`${field("receipt_ids")} button[name='action_reply']`),
    edit(`.modal ${field("text")} textarea`, "已更换封口机"),
    click(".modal footer button[name='action_confirm']"),
    gone(".modal"),
    { trigger: `${field("receipt_ids")} td[name='reply']:contains('已更换封口机')` },
]);
