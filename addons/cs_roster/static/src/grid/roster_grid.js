import {
    Component,
    onMounted,
    onWillStart,
    onWillUnmount,
    useExternalListener,
    useRef,
    useState,
} from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { RPCError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { GenerationPanel } from "./generation_panel";
import { useGridKeyboard } from "./grid_keyboard";
import { useGridMouse } from "./grid_mouse";
import { GridPicture, OVERSCAN, ROW_HEIGHT } from "./grid_picture";
import { GridSelection } from "./grid_selection";
import { EMPTY, RosterSheet, StrokeSender } from "./roster_sheet";

const { Info } = luxon;

const VIOLATIONS_SHOWN = 200;

/** People by days: paints, swaps and publishes the roster of a month. */
export class RosterGrid extends Component {
    static template = "cs_roster.RosterGrid";
    static components = { Layout, GenerationPanel };
    static props = { ...standardActionServiceProps };
    static path = "roster-month";
    static displayName = _t("Month");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.scroller = useRef("scroller");
        this.weekdays = Info.weekdays("narrow");
        this.rosterId = this.props.resId || this.props.action.params?.roster_id;
        this.state = useState({
            version: 0,
            first: 0,
            height: 700,
            cursor: { r: 0, d: 0 },
            anchor: { r: 0, d: 0 },
            drag: null,
            tool: "",
            filter: "",
            search: "",
            failure: "",
            isPanelOpen: !this.env.isSmall,
            isGenerationOpen: false,
        });
        this.sender = new StrokeSender({
            call: (method, ...args) =>
                this.orm.silent.call("cs.roster", method, [
                    [this.rosterId],
                    this.sheet.data.revision,
                    ...args,
                ]),
            onAnswer: (answer) => this.takeAnswer(answer),
            onRest: () => this.isGone || this.refresh(),
            onFailure: (error, lost) => this.takeFailure(error, lost),
        });
        this.picture = new GridPicture(this);
        this.selection = new GridSelection(this);
        this.keyboard = useGridKeyboard(this);
        this.mouse = useGridMouse(this);
        useSetupAction({
            rootRef: this.root,
            beforeLeave: () => this.sender.running,
            beforeUnload: (ev) => this.sender.isBusy && ev.preventDefault(),
        });
        onWillStart(() => this.start());
        onMounted(() => {
            if (this.sheet) {
                this.props.updateActionState?.({ resId: this.rosterId });
                this.measure();
                this.scroller.el.focus({ preventScroll: true });
            }
        });
        useExternalListener(window, "resize", () => this.measure());
        onWillUnmount(() => (this.isGone = true));
    }

    // Reading

    async start() {
        // without one, that of the newest month
        this.rosterId ||= (await this.orm.search("cs.roster", [], { limit: 1 }))[0];
        if (this.rosterId) {
            await this.load();
        }
    }

    async load() {
        const data = await this.orm.call("cs.roster", "grid_read", [[this.rosterId]]);
        this.sheet = new RosterSheet(data);
        this.env.config.setDisplayName(data.name);
        this.refresh();
    }

    /** Read anew; the place, the filter and the selection stay. */
    async reload() {
        await this.sender.running;
        await this.load();
        this.state.failure = "";
    }

    refresh() {
        const { search, filter } = this.state;
        const words = search.trim().toLowerCase();
        this.view = this.sheet.rows.filter(
            (row) =>
                (!words || `${row.name} ${row.work_no}`.toLowerCase().includes(words)) &&
                (filter !== "changed" || row.changes) &&
                (filter !== "flagged" || this.sheet.flagged.has(row.id))
        );
        const last = Math.max(0, this.view.length - 1);
        for (const place of [this.state.cursor, this.state.anchor]) {
            place.r = Math.min(place.r, last);
        }
        this.state.version++;
    }

    setFilter(filter) {
        this.state.filter = this.state.filter === filter ? "" : filter;
        this.refresh();
    }

    setSearch(ev) {
        this.state.search = ev.target.value;
        this.refresh();
    }

    get data() {
        return this.sheet.data;
    }

    // Writing

    /**
     * Give cells a letter.
     *
     * @param {Array} places pairs of a row and a day
     * @param {Function} letterOf called with a row and a day
     */
    paint(places, letterOf) {
        if (!this.data.can_edit) {
            return;
        }
        const stroke = this.sheet.prepareStroke(places, letterOf);
        if (stroke.locked) {
            const text = _t("%s fixed cells stay as they are; release them first.", stroke.locked);
            this.notification.add(text, { type: "warning" });
        } else if (stroke.away && !stroke.changes.length) {
            this.notification.add(_t("These are days of approved time off."), { type: "warning" });
        }
        this.make(stroke);
    }

    make(stroke) {
        if (stroke.changes.length) {
            this.sheet.remember(stroke);
            this.carryOut(stroke, true);
        }
    }

    carryOut(stroke, isForward) {
        this.sheet.apply(stroke, isForward);
        this.sender.send(stroke, isForward);
        this.refresh();
    }

    undo() {
        const stroke = this.sheet.undoable.pop();
        if (stroke) {
            this.sheet.redoable.push(stroke);
            this.carryOut(stroke, false);
        }
    }

    redo() {
        const stroke = this.sheet.redoable.pop();
        if (stroke) {
            this.sheet.undoable.push(stroke);
            this.carryOut(stroke, true);
        }
    }

    swap(from, to) {
        const [a, b] = [this.view[from.r], this.view[to.r]];
        const day = from.d;
        if (a.away[day] || b.away[day] || a.locked[day] || b.locked[day]) {
            const text = _t("Fixed cells and days of time off cannot be swapped.");
            this.notification.add(text, { type: "warning" });
            return;
        }
        const [cellA, cellB] = [a.cells[day], b.cells[day]];
        this.paint([[a, day], [b, day]], (row) => (row === a ? cellB : cellA));
    }

    /** Fix the selected cells, or release them if all are fixed. */
    toggleLock() {
        const filled = this.selection.places().filter(([row, day]) => row.cells[day] !== EMPTY);
        const value = filled.some(([row, day]) => !row.locked[day]);
        const changes = filled
            .filter(([row, day]) => row.locked[day] !== value)
            .map(([row, day]) => ({ row, day }));
        if (this.data.can_edit) {
            this.make({ isLock: true, value, changes });
        }
    }

    takeAnswer({ revision, violations }) {
        this.data.revision = revision;
        this.sheet.setViolations(violations);
    }

    /** What the server refused is taken back; what it says stays until it is read. */
    takeFailure(error, lost) {
        for (const { stroke, isForward } of lost.reverse()) {
            this.sheet.apply(stroke, !isForward);
        }
        this.sheet.forget();
        this.state.failure =
            error instanceof RPCError && error.data
                ? error.data.message
                : _t("The server cannot be reached; your last change was not saved.");
        this.refresh();
    }

    async loadAnew() {
        await this.reload();
        this.scroller.el.focus({ preventScroll: true });
    }

    // Publishing, printing and other months

    async publish() {
        await this.sender.running;
        const people = this.sheet.rows.filter((row) => row.changes).length;
        const body = this.data.is_published
            ? _t("%(cells)s cells of %(people)s people have changed; these people are told.", {
                  cells: this.sheet.changeCount,
                  people,
              })
            : _t("All agents are told their shifts.");
        this.dialog.add(ConfirmationDialog, {
            title: _t("Publish"),
            body,
            confirmLabel: _t("Publish"),
            cancel: () => {},
            confirm: async () => {
                await this.orm.call("cs.roster", "action_publish", [[this.rosterId]]);
                await this.reload();
                this.notification.add(_t("Published."), { type: "success" });
            },
        });
    }

    async setLocked(method) {
        await this.sender.running;
        await this.orm.call("cs.roster", method, [[this.rosterId]]);
        await this.reload();
    }

    async doAction(method) {
        await this.sender.running;
        const action = await this.orm.call("cs.roster", method, [[this.rosterId]]);
        await this.action.doAction(action);
    }

    async openSettings() {
        await this.sender.running;
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "cs.roster",
            res_id: this.rosterId,
            views: [[false, "form"]],
        });
    }

    async openMonth(rosterId) {
        await this.sender.running;
        this.rosterId = rosterId;
        await this.reload();
        this.props.updateActionState?.({ resId: rosterId });
    }

    // The window of rows that is drawn

    measure() {
        if (this.scroller.el) {
            this.state.height = this.scroller.el.clientHeight;
        }
    }

    onScroll() {
        const first = Math.floor(this.scroller.el.scrollTop / ROW_HEIGHT);
        // drawn anew only after some rows, not at each pixel
        if (Math.abs(first - this.state.first) >= OVERSCAN / 2 || !first) {
            this.state.first = first;
        }
    }

    // Selection

    paintSelection(letter) {
        this.paint(this.selection.places(), () => letter);
    }

    setTool(letter) {
        this.state.tool = this.state.tool === letter ? "" : letter;
        this.scroller.el.focus({ preventScroll: true });
    }

    // Violations

    get violationList() {
        return this.sheet.violations.slice(0, VIOLATIONS_SHOWN);
    }

    get blockCount() {
        return this.sheet.violations.filter(({ level }) => level === "block").length;
    }

    show(violation) {
        if (violation.employee_id) {
            const isHidden = !this.view.some((row) => row.id === violation.employee_id);
            if (isHidden) {
                Object.assign(this.state, { filter: "", search: "" });
                this.refresh();
            }
        }
        const r = this.view.findIndex((row) => row.id === violation.employee_id);
        this.selection.select({
            r: r < 0 ? this.state.cursor.r : r,
            d: violation.day ?? this.state.cursor.d,
        });
        this.selection.reveal();
        this.scroller.el.focus({ preventScroll: true });
    }
}

registry.category("actions").add("cs_roster.grid", RosterGrid);
