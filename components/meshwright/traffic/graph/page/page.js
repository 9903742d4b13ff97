"use strict";
// Without this script the page is the drawing and everything that is said of it, one below the other.
(() => {
  const SMALLEST = 0.08, LARGEST = 3, READABLE = 0.62, NATURAL = 1.15;
  const byId = (id) => document.getElementById(id);
  const frame = document.querySelector(".map");
  const svg = frame.querySelector("svg");
  const vertices = [...svg.querySelectorAll(".vertex")];
  const edges = [...svg.querySelectorAll(".edge")];
  const search = byId("search");
  const name = (vertex) => vertex.getAttribute("href").slice(1);
  const vertexOf = new Map(vertices.map((each) => [name(each), each]));
  const words = new Map([...document.querySelectorAll("#index [data-words]")].map(
    (each) => [each.querySelector("a").getAttribute("href").slice(1), each.dataset.words]));
  const boxes = new Map(vertices.map((each) => {
    const place = each.transform.baseVal[0].matrix, box = each.querySelector(".box");
    return [each, { x: place.e, y: place.f, width: box.width.baseVal.value, height: box.height.baseVal.value }];
  }));
  const whole = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  document.documentElement.classList.add("live");

  // The view: which part of the drawing is seen, and how large.
  const view = { x: 0, y: 0, zoom: 1 };
  const size = () => ({ width: frame.clientWidth / view.zoom, height: frame.clientHeight / view.zoom });
  const fitting = () => Math.min(frame.clientWidth / whole.width, frame.clientHeight / whole.height);
  const draw = () => {
    const { width, height } = size();
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${width} ${height}`);
    minimap.show(width, height);
  };
  const zoomTo = (zoom, x = frame.clientWidth / 2, y = frame.clientHeight / 2) => {
    const before = view.zoom;
    view.zoom = Math.min(LARGEST, Math.max(Math.min(SMALLEST, fitting()), zoom));
    view.x += x / before - x / view.zoom;
    view.y += y / before - y / view.zoom;
    draw();
  };
  const centre = (x, y) => {
    const { width, height } = size();
    view.x = x - width / 2;
    view.y = y - height / 2;
    draw();
  };
  const showAll = () => {
    view.zoom = Math.min(NATURAL, fitting());
    centre(whole.width / 2, whole.height / 2);
  };
  const reveal = (vertex) => {
    const box = boxes.get(vertex), { width, height } = size(), edge = 24;
    const inside = box.x - edge >= view.x && box.x + box.width + edge <= view.x + width &&
      box.y - edge >= view.y && box.y + box.height + edge <= view.y + height;
    if (view.zoom < READABLE / 2) view.zoom = READABLE;
    else if (inside) return;
    centre(box.x + box.width / 2, box.y + box.height / 2);
  };

  const minimap = (() => {
    const SIZE = 190, element = (kind, values) => {
      const made = document.createElementNS(svg.namespaceURI, kind);
      for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
      return made;
    };
    const scale = Math.min(SIZE / whole.width, SIZE / whole.height);
    const map = element("svg", {
      class: "minimap", "aria-hidden": "true", viewBox: `0 0 ${whole.width} ${whole.height}`,
      width: whole.width * scale, height: whole.height * scale,
    });
    const rects = new Map(vertices.map((each) => [each, map.appendChild(element("rect", boxes.get(each)))]));
    const seen = map.appendChild(element("rect", { class: "view" }));
    const move = (event) => {
      const place = map.getBoundingClientRect();
      centre((event.clientX - place.x) / scale, (event.clientY - place.y) / scale);
    };
    map.addEventListener("pointerdown", (event) => { map.setPointerCapture(event.pointerId); move(event); });
    map.addEventListener("pointermove", (event) => { if (event.buttons) move(event); });
    frame.append(map);
    return {
      show(width, height) {
        const everything = view.x <= 0 && view.y <= 0 && view.x + width >= whole.width && view.y + height >= whole.height;
        map.style.display = everything ? "none" : "";
        for (const [key, value] of Object.entries({ x: view.x, y: view.y, width, height })) seen.setAttribute(key, value);
      },
      paint() {
        for (const [vertex, rect] of rects) {
          const verdict = ["safe", "careful", "unsafe", "unjudged"].find((each) => vertex.classList.contains(each));
          rect.setAttribute("class", vertex.classList.contains("dim") ? "dim" : verdict || "");
        }
      },
    };
  })();

  // What is selected is what the address names, so that a link leads to a service, and "back" leads back.
  let selected = null, cameFrom = null;
  const found = () => {
    const asked = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return asked.length ? vertices.filter((each) => asked.every((word) => words.get(name(each)).includes(word))) : null;
  };
  const paint = () => {
    const matching = found(), here = selected && name(selected), near = new Set([here]);
    for (const edge of edges) {
      const leadsIn = here === edge.dataset.target, leadsOut = here === edge.dataset.source;
      edge.classList.toggle("lead-in", leadsIn);
      edge.classList.toggle("lead-out", leadsOut && !leadsIn);
      edge.classList.toggle("dim", selected ? !leadsIn && !leadsOut : matching !== null);
      if (leadsIn) near.add(edge.dataset.source);
      if (leadsOut) near.add(edge.dataset.target);
    }
    const lit = matching && new Set(matching);
    for (const vertex of vertices) {
      vertex.classList.toggle("dim", lit ? !lit.has(vertex) : selected !== null && !near.has(name(vertex)));
      if (vertex === selected) vertex.setAttribute("aria-current", "true");
      else vertex.removeAttribute("aria-current");
    }
    byId("found").textContent = matching ? `${matching.length} of ${vertices.length}` : "";
    minimap.paint();
  };
  const rove = (vertex) => {
    for (const each of vertices) each.setAttribute("tabindex", each === vertex ? "0" : "-1");
  };
  const follow = () => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    const before = selected;
    selected = vertexOf.get(anchor) || null;
    document.querySelector("aside > .shown")?.classList.remove("shown");
    const panel = selected ? byId(anchor) : byId("overview");
    panel.classList.add("shown");
    panel.parentElement.scrollTop = 0;
    frame.scrollTo(0, 0);
    if (selected) {
      rove(selected);
      reveal(selected);
      panel.focus({ preventScroll: true });
    } else if (before && document.activeElement !== search) {
      (cameFrom === search ? search : before).focus({ preventScroll: true });
    }
    paint();
  };
  const open = (vertex) => {
    cameFrom = vertex;
    if (location.hash === vertex.getAttribute("href")) follow();
    else location.hash = vertex.getAttribute("href");
  };
  const close = () => {
    if (selected) location.hash = "#overview";
  };

  // Walking with the arrow keys: to who is called or calls, else to what stands nearest there.
  const step = (from, key) => {
    const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key];
    const middle = (each) => { const b = boxes.get(each); return [b.x + b.width / 2, b.y + b.height / 2]; };
    const [x, y] = middle(from), here = name(from);
    const linked = new Set(edges.flatMap((each) => here === each.dataset.source ? [each.dataset.target]
      : here === each.dataset.target ? [each.dataset.source] : []));
    let best = null, least = Infinity;
    for (const other of vertices) {
      const [ox, oy] = middle(other), ahead = (ox - x) * dx + (oy - y) * dy;
      const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
      if (other === from || ahead <= 1 || (dy && aside > boxes.get(from).width)) continue;
      const far = ahead + 2 * aside + (dx && !linked.has(name(other)) ? 1e5 : 0);
      if (far < least) [best, least] = [other, far];
    }
    return best;
  };
  svg.addEventListener("keydown", (event) => {
    const vertex = event.target.closest(".vertex");
    if (event.key === "Enter") cameFrom = vertex;
    if (event.key === " " && vertex) { event.preventDefault(); open(vertex); }
    if (!event.key.startsWith("Arrow") || !vertex) return;
    event.preventDefault();
    const next = step(vertex, event.key);
    if (next) { rove(next); reveal(next); next.focus({ preventScroll: true }); }
  });
  svg.addEventListener("focusin", (event) => {
    const vertex = event.target.closest(".vertex");
    if (vertex) { frame.scrollTo(0, 0); rove(vertex); if (vertex.matches(":focus-visible")) reveal(vertex); }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target === search;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing && search.value) { search.value = ""; paint(); event.preventDefault(); }
    else if (event.key === "Escape") close();
    else if (typing) return;
    else if (event.key === "/") { event.preventDefault(); search.focus(); search.select(); }
    else if (event.key === "+" || event.key === "=") zoomTo(view.zoom * 1.25);
    else if (event.key === "-") zoomTo(view.zoom / 1.25);
    else if (event.key === "0") showAll();
  });

  search.addEventListener("input", () => {
    if (selected && search.value) location.hash = "#overview";
    paint();
  });
  search.addEventListener("keydown", (event) => {
    const first = found()?.[0];
    if (!first || (event.key !== "Enter" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    if (event.key === "Enter") {
      search.value = "";
      open(first);
      cameFrom = search;
    } else {
      rove(first);
      reveal(first);
      first.focus({ preventScroll: true });
    }
  });

  // Dragging moves the map; a drag that ends on a service does not open it.
  let grabbed = null, dragged = false;
  svg.addEventListener("pointerdown", (event) => {
    if (event.button === 0) { grabbed = { x: event.clientX, y: event.clientY }; dragged = false; }
  });
  addEventListener("pointermove", (event) => {
    if (!grabbed) return;
    const dx = event.clientX - grabbed.x, dy = event.clientY - grabbed.y;
    if (!dragged && Math.hypot(dx, dy) < 5) return;
    dragged = true;
    frame.classList.add("dragged");
    view.x -= dx / view.zoom;
    view.y -= dy / view.zoom;
    grabbed = { x: event.clientX, y: event.clientY };
    draw();
  });
  addEventListener("pointerup", () => { grabbed = null; frame.classList.remove("dragged"); });
  addEventListener("pointercancel", () => { grabbed = null; frame.classList.remove("dragged"); });
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
    else cameFrom = event.target.closest(".vertex");
    dragged = false;
  }, true);
  frame.addEventListener("wheel", (event) => {
    if (event.target.closest(".legend")) return;
    event.preventDefault();
    const place = frame.getBoundingClientRect();
    zoomTo(view.zoom * Math.exp(-event.deltaY / 500), event.clientX - place.x, event.clientY - place.y);
  }, { passive: false });

  byId("in").addEventListener("click", () => zoomTo(view.zoom * 1.25));
  byId("out").addEventListener("click", () => zoomTo(view.zoom / 1.25));
  byId("all").addEventListener("click", showAll);
  addEventListener("resize", draw);
  addEventListener("hashchange", follow);

  // A mesh that does not fit readably begins at its gateways: the map beside it says where that is.
  showAll();
  if (view.zoom < READABLE) {
    const start = boxes.get(vertices[0]), { width } = size();
    view.zoom = READABLE;
    centre(0, start.y + start.height / 2);
    view.x = Math.min(0, start.x);
    draw();
  }
  if (vertices.length) rove(vertices[0]);
  follow();
})();
