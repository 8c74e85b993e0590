/** The parts of ECharts that our charts are made of. Whoever imports this loads them. */
import { BarChart, PieChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import type { EChartsOption } from 'echarts';
import { use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

export type { EChartsOption };

use([BarChart, PieChart, GridComponent, TooltipComponent, SVGRenderer]);
