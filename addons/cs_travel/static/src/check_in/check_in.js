import { Component, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

const PATIENCE = 15000;

/** The phone's position, or nothing where it has none or refuses it. */
function askPosition() {
    return new Promise((resolve) => {
        if (!navigator.geolocation) {
            resolve({});
            return;
        }
        navigator.geolocation.getCurrentPosition(
            ({ coords: { latitude, longitude, accuracy } }) =>
                resolve({ latitude, longitude, accuracy }),
            () => resolve({}),
            { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 0 }
        );
    });
}

export class CheckInDialog extends Component {
    static template = "cs_travel.CheckInDialog";
    static components = { Dialog };
    static props = { dayId: Number, onDone: Function, close: Function };

    setup() {
        this.orm = useService("orm");
        this.notification = useService("notification");
        this.photo = useRef("photo");
        this.state = useState({ note: "", isSending: false });
    }

    get title() {
        return _t("Check In");
    }

    async checkIn() {
        this.state.isSending = true;
        try {
            const values = { ...(await askPosition()), note: this.state.note };
            const file = this.photo.el.files[0];
            if (file) {
                values.photo = (await getDataURLFromFile(file)).split(",")[1];
            }
            const done = await this.orm.call(
                "cs.trip.day",
                "action_check_in",
                [[this.props.dayId]],
                values
            );
            this.tell(done);
            this.props.close();
            await this.props.onDone();
        } finally {
            this.state.isSending = false;
        }
    }

    tell({ position_state, is_far, dealer, distance_km }) {
        if (position_state === "none") {
            this.notification.add(_t("Checked in without position."), { type: "warning" });
        } else if (is_far) {
            this.notification.add(
                _t("Checked in, %(km)s km from %(dealer)s.", { km: distance_km, dealer }),
                { type: "warning" }
            );
        } else {
            this.notification.add(_t("Checked in."), { type: "success" });
        }
    }
}

/** Button by which the traveller checks in; the position is asked for then and never else. */
export class CheckIn extends Component {
    static template = "cs_travel.CheckIn";
    static props = { ...standardWidgetProps, dayField: { type: String, optional: true } };

    setup() {
        this.dialog = useService("dialog");
    }

    get dayId() {
        const { record, dayField } = this.props;
        return dayField ? record.data[dayField] && record.data[dayField].id : record.resId;
    }

    async open() {
        const { record } = this.props;
        if (!this.dayId || !(await record.save())) {
            return;
        }
        this.dialog.add(CheckInDialog, { dayId: this.dayId, onDone: () => record.load() });
    }
}

registry.category("view_widgets").add("cs_trip_check_in", {
    component: CheckIn,
    extractProps: ({ attrs }) => ({ dayField: attrs.day_field }),
});
