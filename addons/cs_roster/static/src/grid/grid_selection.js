import { ROW_HEIGHT } from "./grid_picture";

/** The cells that are chosen, from the anchor to the cursor. */
export class GridSelection {
    constructor(grid) {
        this.grid = grid;
    }

    get range() {
        const { cursor, anchor } = this.grid.state;
        return {
            top: Math.min(cursor.r, anchor.r),
            bottom: Math.max(cursor.r, anchor.r),
            left: Math.min(cursor.d, anchor.d),
            right: Math.max(cursor.d, anchor.d),
        };
    }

    has(r, d) {
        const { top, bottom, left, right } = this.range;
        return r >= top && r <= bottom && d >= left && d <= right;
    }

    places() {
        const { top, bottom, left, right } = this.range;
        const places = [];
        for (const row of this.grid.view.slice(top, bottom + 1)) {
            for (let d = left; d <= right; d++) {
                places.push([row, d]);
            }
        }
        return places;
    }

    select(place, isExtending = false) {
        Object.assign(this.grid.state.cursor, place);
        if (!isExtending) {
            Object.assign(this.grid.state.anchor, place);
        }
    }

    /** Scroll to the cursor; what lies below the sticky head, foot and first column counts. */
    reveal() {
        const el = this.grid.scroller.el;
        const { r, d } = this.grid.state.cursor;
        const head = el.querySelector("thead").offsetHeight;
        const foot = el.querySelector("tfoot").offsetHeight;
        const top = r * ROW_HEIGHT;
        if (top < el.scrollTop) {
            el.scrollTop = top;
        } else if (top + ROW_HEIGHT + head + foot > el.scrollTop + el.clientHeight) {
            el.scrollTop = top + ROW_HEIGHT + head + foot - el.clientHeight;
        }
        const column = el.querySelectorAll("thead th")[d + 1];
        const side = el.querySelector("thead th").offsetWidth;
        if (column.offsetLeft < el.scrollLeft + side) {
            el.scrollLeft = column.offsetLeft - side;
        } else if (column.offsetLeft + column.offsetWidth > el.scrollLeft + el.clientWidth) {
            el.scrollLeft = column.offsetLeft + column.offsetWidth - el.clientWidth;
        }
    }
}
