import { useDateTimePicker } from "@web/core/datetime/datetime_picker_hook";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const FORMAT = "yyyy-MM";

/** A date of which only year and month count: it is the first day of the month. */
export class MonthField extends Component {
    static template = "cs_roster.MonthField";
    static props = standardFieldProps;

    setup() {
        const field = this;
        useDateTimePicker({
            target: "root",
            format: FORMAT,
            get pickerProps() {
                return { type: "date", value: field.value, minPrecision: "months" };
            },
            onApply: (value) => {
                const first = value && value.startOf("month");
                if (first ? !field.value || !first.equals(field.value) : field.value) {
                    field.props.record.update({ [field.props.name]: first });
                }
            },
        });
    }

    get value() {
        return this.props.record.data[this.props.name];
    }

    get label() {
        return this.value ? this.value.toFormat(FORMAT) : "";
    }
}

registry.category("fields").add("cs_roster_month", {
    component: MonthField,
    displayName: _t("Month"),
    supportedTypes: ["date"],
});
