using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Feel.Evaluation;

/// <summary>Filters, for, some and every.</summary>
internal ref partial struct Evaluator<TTracer>
{
    private FeelValue Filter(BoundFilter node)
    {
        var source = Evaluate(node.Source);
        if (source.IsNull)
        {
            return Fail(DiagnosticKind.MissingValue, node, "the filter");
        }

        var list = source.Kind == FeelKind.List ? source.AsList() : FeelList.Create([source]);
        if (!node.DependsOnItem || (list.Count == 0 && node.MayBePosition))
        {
            frame[node.Item.Slot] = FeelValue.Null;
            var condition = Evaluate(node.Condition);
            return condition.Kind == FeelKind.Number ? ItemAt(list, condition, node) : AllOrNone(list, condition, node);
        }

        return Select(list, node);
    }

    private FeelValue AllOrNone(FeelList list, in FeelValue condition, BoundFilter node) => condition.Kind switch
    {
        FeelKind.Boolean or FeelKind.Null => condition.IsTrue ? list : FeelList.Empty,
        _ => Fail(DiagnosticKind.WrongKind, node, "the filter", condition),
    };

    private FeelValue ItemAt(FeelList list, in FeelValue position, BoundFilter node)
    {
        if (position.AsNumber().IsInteger && position.AsNumber().TryToInt64(out var index) && index != 0 && Math.Abs(index) <= list.Count)
        {
            return list[(int)(index > 0 ? index - 1 : list.Count + index)];
        }

        return Fail(DiagnosticKind.NoSuchItem, node, "the filter", position);
    }

    private FeelValue Select(FeelList list, BoundFilter node)
    {
        var kept = new List<FeelValue>();
        foreach (var item in list)
        {
            if (!context.Spend(1, node.Span))
            {
                return FeelValue.Null;
            }

            frame[node.Item.Slot] = item;
            var condition = Evaluate(node.Condition);
            switch (condition.Kind)
            {
                case FeelKind.Boolean when condition.IsTrue:
                    kept.Add(item);
                    break;
                case FeelKind.Boolean or FeelKind.Null:
                    break;
                case FeelKind.Number when node.MayBePosition:
                    return ItemAt(list, condition, node);
                default:
                    return Fail(DiagnosticKind.WrongKind, node, "the filter", condition);
            }
        }

        return FeelList.From(kept);
    }

    private FeelValue Iterate(BoundFor node)
    {
        var results = new List<FeelValue>();
        return IterateFrom(node, 0, results) ? FeelList.From(results) : FeelValue.Null;
    }

    private bool IterateFrom(BoundFor node, int depth, List<FeelValue> results)
    {
        if (depth == node.Iterators.Count)
        {
            if (!context.Spend(node.Partial is null ? 1 : results.Count, node.Span))
            {
                return false;
            }

            if (node.Partial is { } partial)
            {
                frame[partial.Slot] = FeelList.From(results);
            }

            results.Add(Evaluate(node.Return));
            return results.Count <= EvaluationContext.LongestList || StopAtLimit(node);
        }

        var iterator = node.Iterators[depth];
        if (!TryList(iterator, out var items))
        {
            return false;
        }

        foreach (var item in items)
        {
            frame[iterator.Variable.Slot] = item;
            if (!IterateFrom(node, depth + 1, results))
            {
                return false;
            }
        }

        return true;
    }

    private bool StopAtLimit(BoundExpression node)
    {
        Fail(DiagnosticKind.LimitExceeded, node, "the iteration makes too long a list");
        return false;
    }

    // In the logic of "some" a null among the answers makes false null, as in "or"; a value that is no boolean makes everything null.
    private FeelValue Quantify(BoundQuantifier node)
    {
        var state = new QuantifierState(node.Quantifier);
        QuantifyFrom(node, 0, ref state);
        return state.Failed ? FeelValue.Null : ToValue(state.Result);
    }

    private void QuantifyFrom(BoundQuantifier node, int depth, ref QuantifierState state)
    {
        if (depth == node.Iterators.Count)
        {
            var answer = Evaluate(node.Satisfies);
            if (!state.Add(answer))
            {
                Fail(DiagnosticKind.WrongKind, node, "satisfies", answer);
            }

            return;
        }

        var iterator = node.Iterators[depth];
        if (!TryList(iterator, out var items))
        {
            state.Failed = true;
            return;
        }

        foreach (var item in items)
        {
            if (!context.Spend(1, node.Span))
            {
                state.Failed = true;
                return;
            }

            frame[iterator.Variable.Slot] = item;
            QuantifyFrom(node, depth + 1, ref state);
            if (state.Failed)
            {
                return;
            }
        }
    }

    /// <summary>The values of an iteration: the elements of a list or range; any other value is one element.</summary>
    private bool TryList(BoundIterator iterator, out FeelList items)
    {
        var source = Evaluate(iterator.Source);
        switch (source.Kind)
        {
            case FeelKind.List:
                items = source.AsList();
                return true;
            case FeelKind.Range:
                var range = MakeIteration(iterator.Source, source.AsRange());
                items = range.IsNull ? FeelList.Empty : range.AsList();
                return !range.IsNull;
            case FeelKind.Null:
                Fail(DiagnosticKind.MissingValue, iterator.Source, "the iteration");
                items = FeelList.Empty;
                return false;
            default:
                items = FeelList.Create([source]);
                return true;
        }
    }

    private FeelValue MakeIteration(BoundIterationRange node) => Iteration(node, Evaluate(node.Start), Evaluate(node.End));

    private FeelValue MakeIteration(BoundExpression node, FeelRange range)
    {
        if (range.Form != FeelRangeForm.Interval)
        {
            return Fail(DiagnosticKind.InvalidRange, node, "the iteration", range);
        }

        var items = Iteration(node, range.Start, range.End);
        if (items.IsNull)
        {
            return items;
        }

        var from = range.StartIncluded ? 0 : 1;
        var count = items.AsList().Count - from - (range.EndIncluded ? 0 : 1);
        return FeelList.Create(count <= 0 ? [] : items.AsList().Span.Slice(from, count));
    }

    private FeelValue Iteration(BoundExpression node, in FeelValue start, in FeelValue end)
    {
        var (first, last, isDate) = (start.Kind, end.Kind) switch
        {
            (FeelKind.Number, FeelKind.Number) when start.AsNumber().TryToInt64(out var low) && end.AsNumber().TryToInt64(out var high) =>
                (low, high, false),
            (FeelKind.Date, FeelKind.Date) => (start.AsDate().DayNumber, end.AsDate().DayNumber, true),
            _ => (1L, 0L, (bool?)null),
        };
        if (isDate is null)
        {
            context.Report(DiagnosticKind.InvalidRange, node.Span, "the iteration", start, end);
            return FeelValue.Null;
        }

        var count = (Int128)last - first;
        if (Int128.Abs(count) >= EvaluationContext.LongestList)
        {
            return Fail(DiagnosticKind.LimitExceeded, node, "the iteration makes too long a list");
        }

        if (!context.Spend((long)Int128.Abs(count), node.Span))
        {
            return FeelValue.Null;
        }

        var step = last < first ? -1 : 1;
        var items = new FeelValue[(int)Int128.Abs(count) + 1];
        for (var index = 0; index < items.Length; index++)
        {
            items[index] = ItemOf(first + (step * (long)index), isDate.Value);
        }

        return FeelList.Wrap(items);
    }

    private static FeelValue ItemOf(long number, bool isDate) =>
        !isDate ? FeelValue.From(number) : FeelDate.TryFromDayNumber(number, out var date) ? date : FeelValue.Null;
}

/// <summary>The answer of a quantifier so far.</summary>
internal struct QuantifierState(Quantifier quantifier)
{
    private readonly Truth deciding = quantifier == Quantifier.Some ? Truth.True : Truth.False;

    public Truth Result { get; private set; } = quantifier == Quantifier.Some ? Truth.False : Truth.True;

    /// <summary>An answer was no boolean, or a source no list: the whole is null.</summary>
    public bool Failed { get; set; }

    /// <summary>Takes one more answer; false when it is not a boolean or null.</summary>
    public bool Add(in FeelValue answer)
    {
        if (answer.Kind is not (FeelKind.Boolean or FeelKind.Null))
        {
            Failed = true;
            return false;
        }

        if (Result != deciding)
        {
            var truth = answer.IsNull ? Truth.Other : answer.IsTrue ? Truth.True : Truth.False;
            Result = truth == deciding || truth == Truth.Other ? truth : Result;
        }

        return true;
    }
}
