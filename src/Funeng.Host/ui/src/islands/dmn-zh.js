const sentences = {
  'When': '当', 'Then': '则', 'And': '且', 'Annotations': '依据与说明', 'Annotation': '依据与说明', 'Input': '条件', 'Output': '结论', 'Add input': '添加条件', 'Add output': '添加结论', 'Add rule': '添加规则', 'Edit': '编辑', 'Delete': '删除', 'Hit policy:': '命中策略：', 'Hit policy': '命中策略',
  'View DRD': '返回决策图', 'Decision name': '规则名称', 'Decision name: ': '规则名称：', 'Input label': '条件名称', 'Input label: ': '条件名称：', 'Input expression': '取值字段', 'Input expression: ': '取值字段：', 'Output label': '结论名称', 'Output label: ': '结论名称：', 'Output name': '结论字段', 'Output name: ': '结论字段：', 'Input type': '数据类型', 'Output type': '数据类型', 'Type': '类型', 'Expression': '表达式', 'Enter expression': '填写表达式', 'Expression language': '表达式语言',
  'Add rule above': '在上方插入规则', 'Add rule below': '在下方插入规则', 'Remove rule': '删除规则', 'Copy rule': '复制规则', 'Cut rule': '剪切规则', 'Paste rule above': '粘贴到上方', 'Paste rule below': '粘贴到下方', 'Move rule': '移动规则', 'Add input column left': '在左侧添加条件列', 'Add input column right': '在右侧添加条件列', 'Add output column left': '在左侧添加结论列', 'Add output column right': '在右侧添加结论列', 'Remove input column': '删除条件列', 'Remove output column': '删除结论列', 'Copy input column': '复制条件列', 'Cut input column': '剪切条件列', 'Copy output column': '复制结论列', 'Cut output column': '剪切结论列', 'Paste input column left': '粘贴条件列到左侧', 'Paste input column right': '粘贴条件列到右侧', 'Paste output column left': '粘贴结论列到左侧', 'Paste output column right': '粘贴结论列到右侧',
  'Add cell description': '添加说明', 'Remove cell description': '删除说明', 'Change cell expression language': '更改表达式语言', 'Resize': '调整列宽',
  'Predefined values': '预设值', 'Custom values': '自定义值', 'Add predefined values': '添加预设值', 'Add values': '添加值', 'Clear predefined values': '清除预设值', 'Input values': '可选值', 'Output values': '可选值', 'No values': '没有预设值', 'Values': '值', 'Value': '值', 'Match one': '匹配其一', 'Match none': '均不匹配', 'Yes': '是', 'No': '否',
  'Comparison': '比较', 'Comparison operator': '比较方式', 'Equals': '等于', 'Less': '小于', 'Less or equals': '小于等于', 'Greater': '大于', 'Greater or equals': '大于等于', 'Range': '区间', 'Between': '介于', 'Before': '早于', 'After': '晚于', 'Exactly': '等于', 'Include': '含', 'Exclude': '不含', 'Start value': '起始值', 'End value': '结束值', 'Range start value': '起始值', 'Range end value': '结束值', 'Range start operator': '起始端点', 'Range end operator': '结束端点', 'Test type': '判断方式', 'Set value': '设置值', 'Use today': '今天', 'Use now': '现在',
  'Edit string': '编辑文本', 'Edit number': '编辑数值', 'Edit boolean': '编辑是否', 'Edit date': '编辑日期', 'Strings must be in double quotes': '文本值要加英文双引号', 'Editing not supported for set expression language': '当前表达式语言不支持简单编辑', 'e.g. { sample }': '例如 { sample }',
};

// Words that bypass translate.
export const words = {
  Unique: '唯一命中', First: '首条命中', Priority: '按优先级', Any: '任一命中', Collect: '全部收集', 'Collect (Sum)': '求和', 'Collect (Min)': '取最小', 'Collect (Max)': '取最大', 'Collect (Count)': '计数', 'Rule order': '按规则顺序', 'Output order': '按结论顺序',
  'Move Input': '移动条件', 'Move Output': '移动结论', 'Edit input': '编辑条件', 'Edit output': '编辑结论', 'Move rule': '移动规则', 'Rules may overlap. The first matching rule will be chosen': '规则可以重叠，取自上而下第一条命中的规则',
  'No overlap is possible and only a single rule can be matched': '规则不能重叠，只能命中一条', string: '文本', number: '数值', boolean: '是否', date: '日期', time: '时间', dateTime: '日期时间', Any_: '不限',
};

export const translate = (text, values) => (sentences[text] ?? words[text] ?? text).replace(/{([^}]+)}/g, (_, name) => values?.[name] ?? `{${name}}`);
