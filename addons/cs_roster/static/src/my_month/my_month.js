import { Component, onWillStart, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { Info } = luxon;
const REST = "-";
const LEAVE = "*";

/** The own month of an agent, made for a phone: shifts, today, what changed, wishes. */
export class MyMonth extends Component {
    static template = "cs_roster.MyMonth";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.weekdays = Info.weekdays("narrow");
        this.state = useState({ data: null, date: "", mates: [] });
        onWillStart(() => this.load());
    }

    async load(month = false) {
        const data = await this.orm.call("cs.roster.slot", "my_month", [month]);
        this.state.data = data;
        if (!data.days.some(({ date }) => date === this.state.date)) {
            const isNow = data.today.slice(0, 7) === data.month.slice(0, 7);
            this.state.date = isNow ? data.today : data.month;
        }
        await this.loadMates();
    }

    async select(day) {
        this.state.date = day.date;
        await this.loadMates();
    }

    async loadMates() {
        const { date, slot_id, cell } = this.day;
        const isShift = slot_id && ![REST, LEAVE].includes(cell);
        const mates = isShift
            ? await this.orm.silent.call("cs.roster.slot", "my_mates", [[slot_id]])
            : [];
        if (this.state.date === date) {
            this.state.mates = mates;
        }
    }

    get day() {
        return this.state.data.days.find(({ date }) => date === this.state.date);
    }

    get blanks() {
        return Array.from({ length: this.state.data.days[0].weekday }, (_, i) => i);
    }

    get changes() {
        return this.state.data.days.filter(({ change }) => change);
    }

    letter(cell) {
        const { labels } = this.state.data;
        return { [REST]: labels.rest, [LEAVE]: labels.leave }[cell] ?? cell;
    }

    color(cell) {
        const { shifts, labels } = this.state.data;
        if (cell === LEAVE) {
            return labels.leave_color;
        }
        return shifts.find(({ code }) => code === cell)?.color || "";
    }

    wordOf(cell) {
        const { shifts, labels } = this.state.data;
        return cell === REST ? labels.rest_name : shifts.find((s) => s.code === cell)?.name || "";
    }

    async askSwap() {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "cs.shift.swap",
            views: [[false, "form"]],
            context: { default_slot_id: this.day.slot_id },
        });
    }

    async wish(cell) {
        const { date, wish } = this.day;
        const shift = this.state.data.shifts.find(({ code }) => code === cell);
        const values = { kind: shift ? "shift" : "rest", shift_type_id: shift?.id || false };
        if (wish && wish.cell === cell) {
            await this.orm.unlink("cs.roster.wish", [wish.id]);
        } else if (wish) {
            await this.orm.write("cs.roster.wish", [wish.id], values);
        } else {
            await this.orm.create("cs.roster.wish", [{ date, ...values }]);
        }
        await this.load(this.state.data.month);
    }
}

registry.category("actions").add("cs_roster.my_month", MyMonth);
