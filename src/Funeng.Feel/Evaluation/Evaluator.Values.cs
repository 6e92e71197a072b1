using Funeng.Feel.Binding;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Lists, contexts, ranges, and reading from them.</summary>
internal ref partial struct Evaluator<TTracer>
{
    private FeelValue MakeList(BoundList node)
    {
        var items = new FeelValue[node.Items.Count];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = Evaluate(node.Items[index]);
        }

        return FeelList.Wrap(items);
    }

    private FeelValue MakeContext(BoundContext node)
    {
        var builder = new FeelContext.Builder(node.Entries.Count);
        foreach (var entry in node.Entries)
        {
            var value = Evaluate(entry.Value);
            frame[entry.Variable.Slot] = value;
            if (entry.IsFunctionLiteral && value.Kind == FeelKind.Function && value.AsFunction() is LambdaFunction function)
            {
                function.KnowItself(entry.Variable.Slot);
            }

            builder.TryAdd(entry.Name, value);
        }

        return node.Result is null ? builder.Build() : Evaluate(node.Result);
    }

    private FeelValue MakeRange(BoundRange node)
    {
        var low = node.Low is null ? FeelValue.Null : Evaluate(node.Low);
        var high = node.High is null ? FeelValue.Null : node.Form is FeelRangeForm.Equal or FeelRangeForm.NotEqual ? low : Evaluate(node.High);
        var range = node.Form == FeelRangeForm.Interval
            ? FeelRange.TryCreate(low, high, node.LowIncluded, node.HighIncluded)
            : FeelRange.TryCreate(node.Form, node.Low is null ? high : low);
        if (range is not null)
        {
            return range;
        }

        context.Report(DiagnosticKind.InvalidRange, node.Span, "..", low, high);
        return FeelValue.Null;
    }

    private FeelValue FollowPath(BoundPath node)
    {
        FeelValue room = default;
        ref readonly var source = ref Operand(node.Source, ref room);
        return context.Spend(SizeOf(source), node.Span) ? Member(source, node) : FeelValue.Null;
    }

    private FeelValue Member(in FeelValue source, BoundPath node)
    {
        switch (source.Kind)
        {
            case FeelKind.Context when source.AsContext().TryGet(node.Member, out var value):
                return value;
            case FeelKind.List:
                return MemberOfEach(source.AsList(), node);
            case FeelKind.Null:
                return Fail(DiagnosticKind.MissingValue, node, node.Member);
            default:
                return Properties.TryGet(source, node.Member, out var property)
                    ? property
                    : Fail(DiagnosticKind.NoSuchMember, node, node.Member, source);
        }
    }

    // Nulls and nesting are kept: [{x: 1}, {y: 2}].x is [1, null].
    private FeelValue MemberOfEach(FeelList list, BoundPath node)
    {
        var members = new FeelValue[list.Count];
        for (var index = 0; index < members.Length; index++)
        {
            members[index] = Member(list[index], node);
        }

        return FeelList.Wrap(members);
    }

    private FeelValue FindItemMember(BoundItemMember node)
    {
        ref readonly var item = ref frame[node.Item.Slot];
        return item.Kind == FeelKind.Context && item.AsContext().TryGet(node.Member, out var value) ? value : Evaluate(node.Fallback);
    }
}
