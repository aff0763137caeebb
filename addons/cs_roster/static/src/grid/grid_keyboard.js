import { EMPTY, REST } from "./roster_sheet";

const STEPS = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
};

/** What the keys do in the grid; those of the system and of the browser stay theirs. */
export function useGridKeyboard(grid) {
    const clamp = (number, count) => Math.max(0, Math.min(number, count - 1));

    const move = (r, d, isExtending) => {
        grid.selection.select(
            { r: clamp(r, grid.view.length), d: clamp(d, grid.sheet.days.length) },
            isExtending
        );
        grid.selection.reveal();
    };

    const withControl = (key, ev) => {
        const isRedo = key === "y" || (key === "z" && ev.shiftKey);
        if (isRedo) {
            grid.redo();
        } else if (key === "z") {
            grid.undo();
        } else if (key === "a") {
            Object.assign(grid.state.anchor, { r: 0, d: 0 });
            const [r, d] = [grid.view.length - 1, grid.sheet.days.length - 1];
            Object.assign(grid.state.cursor, { r, d });
        } else {
            return false;
        }
        return true;
    };

    const alone = (ev) => {
        const { cursor } = grid.state;
        const letter = ev.key.toUpperCase();
        const step = STEPS[ev.key];
        if (step) {
            move(cursor.r + step[0], cursor.d + step[1], ev.shiftKey);
        } else if (ev.key === "Home") {
            move(cursor.r, 0, ev.shiftKey);
        } else if (ev.key === "End") {
            move(cursor.r, grid.sheet.days.length - 1, ev.shiftKey);
        } else if (ev.key === "PageDown") {
            move(cursor.r + 10, cursor.d, ev.shiftKey);
        } else if (ev.key === "PageUp") {
            move(cursor.r - 10, cursor.d, ev.shiftKey);
        } else if (ev.key === REST || ev.key === "Backspace") {
            grid.paintSelection(REST);
        } else if (ev.key === "Delete") {
            grid.paintSelection(EMPTY);
        } else if (grid.sheet.codes.has(letter)) {
            grid.paintSelection(letter);
        } else if (letter === "L") {
            grid.toggleLock();
        } else if (ev.key === "Escape") {
            grid.state.tool = "";
            grid.selection.select({ ...cursor });
        } else {
            return false;
        }
        return true;
    };

    const onKeydown = (ev) => {
        if (ev.altKey || !grid.view.length) {
            return;
        }
        const isControl = ev.ctrlKey || ev.metaKey;
        if (isControl ? withControl(ev.key.toLowerCase(), ev) : alone(ev)) {
            ev.preventDefault();
            ev.stopPropagation();
        }
    };

    /** The letters of the selection, a line per agent, as sheets take them. */
    const onCopy = (ev) => {
        const { top, bottom, left, right } = grid.selection.range;
        const lines = grid.view
            .slice(top, bottom + 1)
            .map((row) => row.cells.slice(left, right + 1).map((c) => grid.picture.letter(c)).join("\t"));
        ev.clipboardData.setData("text/plain", lines.join("\n"));
        ev.preventDefault();
    };

    const cellOf = (text) => {
        const word = text.trim();
        if ([REST, grid.data.labels.rest].includes(word)) {
            return REST;
        }
        return grid.sheet.codes.has(word.toUpperCase()) ? word.toUpperCase() : undefined;
    };

    const onPaste = (ev) => {
        const lines = ev.clipboardData.getData("text/plain").trimEnd().split(/\r?\n/);
        const letters = new Map();
        const { top, left } = grid.selection.range;
        lines.forEach((line, i) =>
            line.split("\t").forEach((text, j) => {
                const row = grid.view[top + i];
                if (row && left + j < grid.sheet.days.length && cellOf(text)) {
                    letters.set(`${row.id}:${left + j}`, [row, left + j, cellOf(text)]);
                }
            })
        );
        const places = [...letters.values()].map(([row, day]) => [row, day]);
        grid.paint(places, (row, day) => letters.get(`${row.id}:${day}`)[2]);
        ev.preventDefault();
    };

    return { onKeydown, onCopy, onPaste };
}
