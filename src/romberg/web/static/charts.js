// Draws the charts of a page. Expressions are interpreted, so that the page's policy needs no exception for them.
"use strict";

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  const text = { labelColor: of("--ink"), titleColor: of("--ink"), gridColor: of("--line"), domainColor: of("--soft"), tickColor: of("--soft") };
  return {
    background: null,
    font: "system-ui, sans-serif",
    axis: { ...text, labelFontSize: 13, titleFontSize: 13 },
    legend: { ...text, labelFontSize: 13, symbolSize: 90 },
    view: { stroke: null },
    text: { color: of("--ink"), fontSize: 12 },
    rule: { color: of("--soft") },
    bar: { color: of("--chart") },
    line: { color: of("--chart"), strokeWidth: 2 },
    point: { color: of("--chart"), filled: true },
  };
}

function draw(figure) {
  const place = figure.querySelector(".drawn");
  const spec = JSON.parse(figure.dataset.spec);
  const how = { ast: true, actions: false, renderer: "canvas", defaultStyle: false, tooltip: false, config: colours() };
  vegaEmbed(place, spec, how).catch(() => { place.textContent = "The chart could not be drawn; its table is below."; });
}

const drawAll = () => document.querySelectorAll("figure[data-spec]").forEach(draw);
document.addEventListener("DOMContentLoaded", drawAll);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", drawAll);
