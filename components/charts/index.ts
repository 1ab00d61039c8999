export { BarChart, type BarChartProps } from './bar-chart';
export { LineChart, type LineChartProps } from './line-chart';
export { PercentileChart, type PercentileChartProps, type PercentilePoint } from './percentile-chart';
export type { Point, Series } from './series';
export { Sparkline, type SparklineProps } from './sparkline';
