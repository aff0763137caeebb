import { _t } from "@web/core/l10n/translation";
import { EMPTY, LEAVE, REST } from "./roster_sheet";

export const ROW_HEIGHT = 30;
// rows drawn above and below those that are seen
export const OVERSCAN = 8;

/** How the grid looks: the rows that are drawn, their cells, the head and the foot. */
export class GridPicture {
    constructor(grid) {
        this.grid = grid;
    }

    get drawn() {
        const count = Math.ceil(this.grid.state.height / ROW_HEIGHT) + 2 * OVERSCAN;
        const begin = Math.max(
            0,
            Math.min(this.grid.state.first - OVERSCAN, this.grid.view.length - count)
        );
        const end = Math.min(this.grid.view.length, begin + count);
        return {
            above: begin * ROW_HEIGHT,
            below: (this.grid.view.length - end) * ROW_HEIGHT,
            rows: this.grid.view.slice(begin, end).map((row, i) => this.drawRow(row, begin + i)),
        };
    }

    drawRow(row, r) {
        const issues = this.grid.sheet.issuesOf(row.id);
        return {
            id: row.id,
            r,
            name: row.name,
            workNo: row.work_no,
            rest: `${row.rest}/${row.rest_min}`,
            restTitle: this.quotaTitle(row),
            isRestOff: row.rest > row.rest_max,
            night: row.night,
            weekend: row.weekend,
            issueClass: this.issueClass(issues),
            issueTitle: this.issueTitle(issues),
            cells: row.cells.map((cell, d) => this.drawCell(row, r, cell, d)),
        };
    }

    quotaTitle(row) {
        return _t("%(count)s rest days of %(min)s to %(max)s", {
            count: row.rest,
            min: row.rest_min,
            max: row.rest_max,
        });
    }

    drawCell(row, r, cell, d) {
        const issues = this.grid.sheet.issuesOf(row.id, d);
        const isChange = this.grid.sheet.isChange(row, d, cell);
        const classes = [this.issueClass(issues), this.days[d].class];
        if (isChange) {
            classes.push("o_cs_changed");
        }
        if (row.locked[d]) {
            classes.push("o_cs_locked");
        }
        if (this.grid.selection.has(r, d)) {
            classes.push("o_cs_selected");
        }
        const { cursor, drag } = this.grid.state;
        if (cursor.r === r && cursor.d === d) {
            classes.push("o_cs_cursor");
        }
        if (drag?.mode === "swap" && drag.from.d === d && [drag.from.r, drag.to.r].includes(r)) {
            classes.push("o_cs_swap");
        }
        const color = this.grid.sheet.colors[cell];
        return {
            text: this.letter(cell),
            style: color ? `background-color: ${color}` : "",
            classes: classes.join(" "),
            isWished: row.wished.has(d),
            title: this.cellTitle(row, d, issues, isChange),
        };
    }

    cellTitle(row, d, issues, isChange) {
        const lines = issues.map((issue) => issue.text);
        if (isChange) {
            const told = row.published[d];
            lines.push(
                told === EMPTY ? _t("Not yet published") : _t("Published: %s", this.wordOf(told))
            );
        }
        if (row.wished.has(d)) {
            lines.push(_t("Wishes: %s", this.wordOf(row.wished.get(d))));
        }
        if (row.locked[d]) {
            lines.push(_t("Fixed: generation leaves it as it is."));
        }
        return lines.join("\n");
    }

    get days() {
        if (this.daysOf !== this.grid.sheet) {
            this.daysOf = this.grid.sheet;
            this.dayList = this.grid.sheet.days.map((day, d) => ({
                ...day,
                d,
                letter: this.grid.weekdays[day.weekday],
                class: [
                    day.is_weekend ? "o_cs_weekend" : "",
                    day.holiday ? "o_cs_holiday" : "",
                    day.date === this.grid.data.today ? "o_cs_today" : "",
                ].join(" "),
            }));
        }
        return this.dayList;
    }

    letter(cell) {
        const { labels } = this.grid.data;
        return { [REST]: labels.rest, [LEAVE]: labels.leave, [EMPTY]: "" }[cell] ?? cell;
    }

    wordOf(cell) {
        const { labels } = this.grid.data;
        const shift = this.grid.sheet.shifts.find(({ code }) => code === cell);
        return { [REST]: labels.rest_name, [LEAVE]: labels.leave_name }[cell] || shift?.name || "";
    }

    issueClass(issues) {
        if (!issues.length) {
            return "";
        }
        return issues.some(({ level }) => level === "block") ? "o_cs_block" : "o_cs_warn";
    }

    issueTitle(issues) {
        return issues.map(({ text }) => text).join("\n");
    }

    get footer() {
        return this.grid.sheet.shifts.map((shift) => ({
            ...shift,
            cells: this.grid.sheet.coverage[shift.code].map((count, d) => ({
                count,
                title: `${count} / ${shift.target[d]} (${shift.floor[d]})`,
                classes: [
                    this.days[d].class,
                    count < shift.floor[d] ? "o_cs_short" : "",
                    count >= shift.floor[d] && count < shift.target[d] ? "o_cs_thin" : "",
                    count > shift.target[d] ? "o_cs_over" : "",
                ].join(" "),
            })),
        }));
    }
}
