import * as echarts from 'echarts/core';
import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import { config, onTheme, palette, token } from '../theme.js';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, MarkLineComponent, AriaComponent, SVGRenderer]);

// The server gives data and meaning; every colour and size comes from the tokens.
function option(spec) {
  const size = parseFloat(getComputedStyle(document.documentElement).fontSize) * .75;
  const [ink, faint, line, surface] = ['--ink', '--ink-3', '--line', '--surface'].map(name => token(name));
  const number = value => value == null ? '—' : Number(value).toLocaleString('zh-CN') + (spec.unit ? ' ' + spec.unit : '');
  const axis = { axisLine: { lineStyle: { color: line } }, axisTick: { show: false }, axisLabel: { color: faint, fontSize: size, hideOverlap: true }, splitLine: { lineStyle: { color: line, type: 'dashed' } } };
  const marks = { symbol: 'none', silent: true, lineStyle: { color: token('--bad'), type: 'dashed' }, label: { color: token('--bad'), fontSize: size, formatter: '{b}' },
    data: (spec.marks ?? []).map((mark, index) => ({ name: mark.name, xAxis: mark.at, ...(index ? {} : { lineStyle: { color: faint }, label: { color: faint } }) })) };
  return {
    color: palette(), textStyle: { fontFamily: token('--font-sans'), fontSize: size, color: faint }, animationDuration: matchMedia('(prefers-reduced-motion:reduce)').matches ? 0 : 300, aria: { enabled: true },
    tooltip: { trigger: 'axis', confine: true, backgroundColor: surface, borderColor: line, textStyle: { color: ink, fontSize: size }, valueFormatter: number },
    legend: spec.series.length < 2 ? undefined : { top: 0, left: 0, itemWidth: 12, itemHeight: 8, textStyle: { color: faint, fontSize: size } },
    grid: { left: 4, right: 12, top: 34, bottom: 4, containLabel: true },
    xAxis: { type: 'category', data: spec.x, boundaryGap: spec.kind !== 'line', ...axis, splitLine: { show: false } },
    yAxis: { type: 'value', ...axis, axisLine: { show: false }, minInterval: 1 },
    series: spec.series.map((series, index) => ({
      type: spec.kind, name: series.name, data: series.data, step: series.step, smooth: false, showSymbol: false, barMaxWidth: 18,
      lineStyle: { width: 2 }, areaStyle: series.area ? { opacity: .12 } : undefined, markLine: index ? undefined : marks,
    })),
  };
}

// Drawn in the shadow root, so that page updates never touch it.
class FnChart extends HTMLElement {
  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    root.innerHTML = '<style>:host{display:block;position:relative}div{position:absolute;inset:0}</style><div></div>';
    this.chart = echarts.init(root.querySelector('div'), null, { renderer: 'svg' });
    this.draw();
    this.off = onTheme(() => this.draw());
    this.sizes = new ResizeObserver(() => this.chart?.resize());
    this.sizes.observe(this);
  }

  draw() {
    this.chart?.setOption(option(config(this)), true);
    this.setAttribute('data-ready', '');
  }

  disconnectedCallback() {
    this.off?.();
    this.sizes?.disconnect();
    this.chart?.dispose();
    this.chart = null;
    this.removeAttribute('data-ready');
  }
}

customElements.define('fn-chart', FnChart);
