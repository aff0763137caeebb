import { registry } from "@web/core/registry";

// The steps name no label, so that the same tours run in every language.
const tours = registry.category("web_tour.tours");

/** A phone that knows its place at once. */
function standAt(latitude, longitude) {
    navigator.geolocation.getCurrentPosition = (onPosition) =>
        onPosition({ coords: { latitude, longitude, accuracy: 8 } });
}

function refusePosition() {
    navigator.geolocation.getCurrentPosition = (_onPosition, onError) => onError({ code: 1 });
}

async function takePhoto(input) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 20;
    canvas.getContext("2d").fillRect(0, 0, 20, 20);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "shop.jpg", { type: "image/jpeg" }));
    input.files = files.files;
}

tours.add("cs_trip_check_in", {
    steps: () => [
        {
            trigger: ".o_cs_check_in",
            run({ anchor }) {
                standAt(30.28, 120.15);
                if (anchor.getBoundingClientRect().right > window.innerWidth) {
                    throw new Error("The button does not fit on the screen");
                }
            },
        },
        { trigger: ".o_cs_check_in", run: "click" },
        { trigger: ".modal #o_cs_check_in_photo", run: ({ anchor }) => takePhoto(anchor) },
        { trigger: ".modal #o_cs_check_in_note", run: "edit At the counter" },
        { trigger: ".modal .o_cs_check_in_send", run: "click" },
        { trigger: ".o_notification .o_notification_bar.bg-success" },
        { trigger: "body:not(:has(.modal)) .o_cs_check_in", run: () => refusePosition() },
        { trigger: ".o_cs_check_in", run: "click" },
        { trigger: ".modal .o_cs_check_in_send", run: "click" },
        { trigger: ".o_notification .o_notification_bar.bg-warning" },
        { trigger: "body:not(:has(.modal)) .o_form_saved" },
    ],
});

tours.add("cs_trip_supervise", {
    steps: () => [
        { trigger: ".o_data_row button[name='action_open_call']", run: "click" },
        { trigger: ".modal input[data-value='not_seen']", run: "click" },
        { trigger: ".modal [name='note'] input", run: "edit Waited until noon" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row [name='last_call_result'] .text-bg-danger" },
        { trigger: ".o_data_row button[name='action_find_as_planned']", run: "click" },
        { trigger: ".o_data_row [name='result'] .text-bg-success" },
        { trigger: ".o_data_row button[name='action_open_finding']", run: "click" },
        { trigger: ".modal input[data-value='solicited']", run: "click" },
        { trigger: ".modal [name='reason'] textarea", run: "edit Asked for liquor" },
        { trigger: ".modal footer button[name='action_confirm']", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row [name='result'] .text-bg-danger" },
    ],
});

tours.add("cs_trip_decide", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell", run: "click" },
        { trigger: ".o_form_view [name='decision_note'] textarea", run: "edit Both were heard" },
        { trigger: ".o_form_view button[name='action_confirm']", run: "click" },
        { trigger: ".o_form_view [name='decided_by_id']" },
    ],
});
