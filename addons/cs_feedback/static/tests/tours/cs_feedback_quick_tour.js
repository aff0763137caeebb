import { add, click, edit, field, gone, isInState } from "@cs_base/../tests/tour_steps";

add("cs_feedback_quick_entry", () => [
    edit(`.modal ${field("phone")} input`, "138 0013 8000"),
    click(`.modal ${field("contact_name")} input`),
    { trigger: `.modal ${field("partner_id")} input:value(Mei)` },
    edit(`.modal ${field("description")} textarea`, "鱼饵受潮"),
    edit(`.modal ${field("answer")} textarea`, "晾干即可"),
    click(".modal footer button[name='action_solve']"),
    gone(".modal"),
    isInState("solved"),
]);
