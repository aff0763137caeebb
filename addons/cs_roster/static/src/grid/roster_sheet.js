export const REST = "-";
export const LEAVE = "*";
export const EMPTY = ".";

const UNDO_DEPTH = 200;

/**
 * The month as the planner sees it: what the server said and the strokes made since.
 *
 * A stroke is a list of changes { row, day, before, after } of cells, or of { row, day } that are
 * fixed or released together. Counters and coverage are kept up to date at each change.
 */
export class RosterSheet {
    constructor(data) {
        this.data = data;
        this.days = data.days;
        this.shifts = data.shifts;
        this.codes = new Set(data.shifts.map((shift) => shift.code));
        this.nights = new Set(data.shifts.filter((s) => s.is_night).map((s) => s.code));
        this.colors = Object.fromEntries(data.shifts.map((s) => [s.code, s.color]));
        this.colors[LEAVE] = data.labels.leave_color;
        this.coverage = Object.fromEntries(
            data.shifts.map((shift) => [shift.code, data.days.map(() => 0)])
        );
        this.changeCount = 0;
        this.rows = data.rows.map((row) => this.prepareRow(row));
        this.rowById = new Map(this.rows.map((row) => [row.id, row]));
        this.undoable = [];
        this.redoable = [];
        this.setViolations(data.violations);
    }

    prepareRow(data) {
        const row = {
            ...data,
            cells: [...data.cells],
            locked: [...data.locked].map((flag) => flag === "1"),
            wished: new Map(data.wishes),
            away: [...data.away].map((flag) => flag === "1"),
            rest: 0,
            night: 0,
            weekend: 0,
            changes: 0,
        };
        row.cells.forEach((cell, day) => this.count(row, day, cell, 1));
        return row;
    }

    count(row, day, cell, step) {
        if (cell === REST) {
            row.rest += step;
        } else if (this.codes.has(cell)) {
            this.coverage[cell][day] += step;
            row.night += this.nights.has(cell) ? step : 0;
            row.weekend += this.days[day].is_weekend ? step : 0;
        }
        if (this.isChange(row, day, cell)) {
            row.changes += step;
            this.changeCount += step;
        }
    }

    /** Whether the cell is not what the agent was told; nothing is before anything was told. */
    isChange(row, day, cell = row.cells[day]) {
        return this.data.is_published && cell !== row.published[day];
    }

    setCell(row, day, cell) {
        this.count(row, day, row.cells[day], -1);
        row.cells[day] = cell;
        this.count(row, day, cell, 1);
    }

    setViolations(violations) {
        // what stops publishing goes first
        this.violations = [
            ...violations.filter(({ level }) => level === "block"),
            ...violations.filter(({ level }) => level !== "block"),
        ];
        this.issues = new Map();
        for (const violation of violations) {
            const { employee_id, day, shift } = violation;
            const key = employee_id ? `${employee_id}:${day ?? ""}` : `${shift}:${day}`;
            this.issues.set(key, [...(this.issues.get(key) || []), violation]);
        }
        this.flagged = new Set(violations.map((violation) => violation.employee_id));
    }

    /** Violations of a cell, of a row (no day), or of the coverage of a shift by its letter. */
    issuesOf(owner, day = "") {
        return this.issues.get(`${owner}:${day}`) || [];
    }

    /**
     * The changes that a letter makes on cells; fixed cells and days of leave stay.
     *
     * @param {Array} places pairs of a row and a day
     * @param {Function} letterOf called with a place, returns the new cell
     */
    prepareStroke(places, letterOf) {
        const stroke = { changes: [], locked: 0, away: 0 };
        for (const [row, day] of places) {
            const after = row.away[day] ? LEAVE : letterOf(row, day);
            const before = row.cells[day];
            if (after === before || after === undefined) {
                stroke.away += row.away[day] ? 1 : 0;
            } else if (row.locked[day]) {
                stroke.locked += 1;
            } else {
                stroke.changes.push({ row, day, before, after });
            }
        }
        return stroke;
    }

    apply(stroke, isForward = true) {
        for (const change of stroke.changes) {
            if (stroke.isLock) {
                change.row.locked[change.day] = isForward ? stroke.value : !stroke.value;
            } else {
                this.setCell(change.row, change.day, isForward ? change.after : change.before);
            }
        }
    }

    remember(stroke) {
        this.undoable.push(stroke);
        this.undoable.splice(0, this.undoable.length - UNDO_DEPTH);
        this.redoable = [];
    }

    forget() {
        this.undoable = [];
        this.redoable = [];
    }
}

/** Sends strokes one after the other; those that wait go together in one call. */
export class StrokeSender {
    /**
     * @param {Object} options
     * @param {Function} options.call called with a method of the roster and its arguments
     * @param {Function} options.onAnswer called with each answer of the server
     * @param {Function} options.onFailure called with the error and the strokes that are lost,
     *     as pairs of a stroke and its direction
     * @param {Function} options.onRest called when nothing waits any more
     */
    constructor({ call, onAnswer, onFailure, onRest }) {
        Object.assign(this, { call, onAnswer, onFailure, onRest });
        this.waiting = [];
        this.running = null;
    }

    get isBusy() {
        return !!this.running;
    }

    send(stroke, isForward = true) {
        this.waiting.push({ stroke, isForward });
        this.running ||= this.run();
        return this.running;
    }

    async run() {
        // what is done in the same moment goes together
        await Promise.resolve();
        while (this.waiting.length) {
            const batch = this.takeBatch();
            try {
                this.onAnswer(await this.call(...this.prepareCall(batch)));
            } catch (error) {
                const lost = [...batch, ...this.waiting.splice(0)];
                this.running = null;
                this.onFailure(error, lost);
                return;
            }
        }
        this.running = null;
        this.onRest();
    }

    /** The strokes that wait, up to the first one of another kind. */
    takeBatch() {
        const isLock = !!this.waiting[0].stroke.isLock;
        const end = isLock ? 1 : this.waiting.findIndex(({ stroke }) => stroke.isLock);
        return this.waiting.splice(0, end < 0 ? this.waiting.length : end);
    }

    prepareCall(batch) {
        const { stroke, isForward } = batch[0];
        if (stroke.isLock) {
            const cells = stroke.changes.map(({ row, day }) => [row.id, day]);
            return ["grid_lock", cells, stroke.value === isForward];
        }
        const cells = new Map();
        for (const item of batch) {
            for (const { row, day, before, after } of item.stroke.changes) {
                cells.set(`${row.id}:${day}`, [row.id, day, item.isForward ? after : before]);
            }
        }
        return ["grid_write", [...cells.values()]];
    }
}
