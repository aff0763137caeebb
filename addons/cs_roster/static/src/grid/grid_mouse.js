import { useExternalListener } from "@odoo/owl";

/**
 * Painting, selecting and swapping with the mouse; a finger taps single cells and scrolls.
 *
 * With a letter in hand, dragging paints a range. Without one, dragging within a column swaps
 * two people, and dragging across columns selects a range.
 */
export function useGridMouse(grid) {
    let isMouse = true;

    const placeOf = (target) => {
        const el = target.closest?.("td[data-d]");
        return el && { r: Number(el.dataset.r), d: Number(el.dataset.d) };
    };

    const onPointerDown = (ev) => {
        isMouse = ev.pointerType !== "touch";
        const place = placeOf(ev.target);
        if (!place || !isMouse || ev.button) {
            return;
        }
        grid.scroller.el.focus({ preventScroll: true });
        grid.selection.select(place, ev.shiftKey);
        if (!ev.shiftKey) {
            grid.state.drag = {
                from: place,
                to: place,
                mode: grid.state.tool ? "paint" : "select",
            };
        }
        ev.preventDefault();
    };

    const onPointerOver = (ev) => {
        const { drag, tool } = grid.state;
        const place = drag && placeOf(ev.target);
        if (!place) {
            return;
        }
        drag.to = place;
        if (!tool) {
            const isOther = place.r !== drag.from.r;
            const canSwap = grid.data.can_edit && place.d === drag.from.d && isOther;
            drag.mode = canSwap ? "swap" : "select";
        }
        if (drag.mode === "swap") {
            grid.selection.select(drag.from);
        } else {
            grid.selection.select(place, true);
        }
    };

    const onPointerUp = () => {
        const { drag, tool } = grid.state;
        grid.state.drag = null;
        if (!drag) {
            return;
        }
        if (drag.mode === "swap") {
            grid.swap(drag.from, drag.to);
            grid.selection.select(drag.to);
        } else if (drag.mode === "paint") {
            grid.paintSelection(tool);
            grid.selection.select(drag.to);
        }
    };

    const onClick = (ev) => {
        const place = placeOf(ev.target);
        if (place && !isMouse) {
            grid.selection.select(place);
            if (grid.state.tool) {
                grid.paintSelection(grid.state.tool);
            }
        }
    };

    useExternalListener(window, "pointerup", onPointerUp);
    useExternalListener(window, "pointercancel", () => (grid.state.drag = null));
    return { onPointerDown, onPointerOver, onClick };
}
