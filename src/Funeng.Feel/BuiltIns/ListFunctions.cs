using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions that look into lists or make new ones (DMN 1.5, table 77).</summary>
internal static class ListFunctions
{
    private const int LongestList = 10_000_000;
    private const int DeepestList = 500;
    private const string TooLong = "the list grows beyond 10,000,000 items";
    private const string TooLarge = "the lists nest deeper than 500 levels, or hold more than 10,000,000 items";

    public static readonly BuiltIn[] All =
    [
        new("list contains", BuiltInSignature.Of("list: list, element: Any?", FeelType.Boolean, Contains)),
        new("sublist", BuiltInSignature.Of("list: list, start position: number, length?: number", FeelType.AnyList, Sublist)),
        new("append", BuiltInSignature.Of("list: list, item...: Any?", FeelType.AnyList, Append)),
        new("concatenate", BuiltInSignature.Of("list...: list", FeelType.AnyList, Concatenate)),
        new("insert before", BuiltInSignature.Of("list: list, position: number, newItem: Any?", FeelType.AnyList, InsertBefore)),
        new("remove", BuiltInSignature.Of("list: list, position: number", FeelType.AnyList, Remove)),
        new(
            "list replace",
            BuiltInSignature.Of("list: list, position: number, newItem: Any?", FeelType.AnyList, ReplaceAt),
            BuiltInSignature.Of("list: list, match: function, newItem: Any?", FeelType.AnyList, ReplaceMatching)),
        new("reverse", BuiltInSignature.Of("list: list", FeelType.AnyList, Reverse)),
        new("index of", BuiltInSignature.Of("list: list, match: Any?", FeelType.ListOf(FeelType.Number), IndexOf)),
        new("union", BuiltInSignature.Of("list...: list", FeelType.AnyList, Union)),
        new("distinct values", BuiltInSignature.Of("list: list", FeelType.AnyList, DistinctValues)),
        new("flatten", BuiltInSignature.Of("list: list", FeelType.AnyList, Flatten)),
        new("sort", BuiltInSignature.Of("list: list, precedes: function", FeelType.AnyList, Sort)),
    ];

    private static FeelValue Contains(in BuiltInCall call) => call[0].AsList().Span.Contains(call[1]);

    private static FeelValue Sublist(in BuiltInCall call)
    {
        var items = call[0].AsList().Span;
        if (!TryFindPosition(call, items.Length, out var start))
            return FeelValue.Null;
        if (call.Count < 3)
            return FeelList.Create(items[start..]);
        if (!call[2].AsNumber().Truncate().TryToInt64(out var length) || length < 0 || length > items.Length - start)
            return call.OutOfDomain("a sublist of this length", call[2]);
        return FeelList.Create(items.Slice(start, (int)length));
    }

    private static FeelValue Append(in BuiltInCall call) => Join(call, call[0].AsList().Span, call.Arguments[1..]);

    private static FeelValue Concatenate(in BuiltInCall call)
    {
        var total = 0L;
        foreach (ref readonly var list in call.Arguments)
            total += list.AsList().Count;
        if (total > LongestList)
            return call.Fail(DiagnosticKind.LimitExceeded, TooLong);

        var items = new List<FeelValue>((int)total);
        foreach (ref readonly var list in call.Arguments)
            items.AddRange(list.AsList().Span);
        return FeelList.Wrap([.. items]);
    }

    private static FeelValue InsertBefore(in BuiltInCall call)
    {
        var items = call[0].AsList().Span;
        return TryFindPosition(call, items.Length, out var position)
            ? FeelList.Wrap([.. items[..position], call[2], .. items[position..]])
            : FeelValue.Null;
    }

    private static FeelValue Remove(in BuiltInCall call)
    {
        var items = call[0].AsList().Span;
        return TryFindPosition(call, items.Length, out var position)
            ? FeelList.Wrap([.. items[..position], .. items[(position + 1)..]])
            : FeelValue.Null;
    }

    private static FeelValue ReplaceAt(in BuiltInCall call)
    {
        var items = call[0].AsList().Span;
        return TryFindPosition(call, items.Length, out var position)
            ? FeelList.Wrap([.. items[..position], call[2], .. items[(position + 1)..]])
            : FeelValue.Null;
    }

    private static FeelValue ReplaceMatching(in BuiltInCall call)
    {
        var match = call[1].AsFunction();
        if (!match.Accepts(2))
            return call.WrongKind("a match function", call[1]);

        var items = call[0].AsList().Span.ToArray();
        for (var i = 0; i < items.Length; i++)
        {
            var isMatch = match.Invoke([items[i], call[2]], call.Host);
            if (isMatch.Kind != FeelKind.Boolean)
                return call.WrongKind("a match function", isMatch);
            items[i] = isMatch.IsTrue ? call[2] : items[i];
        }

        return FeelList.Wrap(items);
    }

    private static FeelValue Reverse(in BuiltInCall call)
    {
        var items = call[0].AsList().Span.ToArray();
        Array.Reverse(items);
        return FeelList.Wrap(items);
    }

    private static FeelValue IndexOf(in BuiltInCall call)
    {
        var items = call[0].AsList().Span;
        var positions = new List<FeelValue>();
        for (var i = 0; i < items.Length; i++)
        {
            if (items[i].Equals(call[1]))
                positions.Add(i + 1);
        }

        return FeelList.Wrap([.. positions]);
    }

    private static FeelValue Union(in BuiltInCall call)
    {
        var items = Concatenate(call);
        return items.IsNull ? items : Distinct(items.AsList().Span);
    }

    private static FeelValue DistinctValues(in BuiltInCall call) => Distinct(call[0].AsList().Span);

    private static FeelList Distinct(ReadOnlySpan<FeelValue> items)
    {
        var seen = new HashSet<FeelValue>();
        var distinct = new List<FeelValue>();
        foreach (ref readonly var item in items)
        {
            if (seen.Add(item))
                distinct.Add(item);
        }

        return FeelList.Wrap([.. distinct]);
    }

    private static FeelValue Flatten(in BuiltInCall call)
    {
        var items = new List<FeelValue>();
        return TryFlatten(call[0].AsList(), items, 0) ? FeelList.Wrap([.. items]) : call.Fail(DiagnosticKind.LimitExceeded, TooLarge);
    }

    private static bool TryFlatten(FeelList list, List<FeelValue> into, int depth)
    {
        foreach (ref readonly var item in list.Span)
        {
            if (item.Kind != FeelKind.List)
                into.Add(item);
            else if (depth == DeepestList || !TryFlatten(item.AsList(), into, depth + 1))
                return false;
        }

        return into.Count <= LongestList;
    }

    private static FeelValue Sort(in BuiltInCall call)
    {
        var precedes = call[1].AsFunction();
        if (!precedes.Accepts(2))
            return call.WrongKind("a precedes function", call[1]);

        var items = call[0].AsList().Span.ToArray();
        var failure = MergeSort(items, new FeelValue[items.Length], precedes, call.Host);
        return failure is { } result ? call.WrongKind("a precedes function", result) : FeelList.Wrap(items);
    }

    // Stable; stops at the first answer that is no boolean and returns it.
    private static FeelValue? MergeSort(Span<FeelValue> items, Span<FeelValue> buffer, FeelFunction precedes, ICallHost host)
    {
        if (items.Length < 2)
            return null;

        var middle = items.Length / 2;
        var failure = MergeSort(items[..middle], buffer[..middle], precedes, host) ?? MergeSort(items[middle..], buffer[middle..], precedes, host);
        if (failure is not null)
            return failure;

        items.CopyTo(buffer);
        var (left, right) = (0, middle);
        for (var i = 0; i < items.Length; i++)
        {
            var takeRight = left == middle;
            if (!takeRight && right < items.Length)
            {
                var answer = precedes.Invoke([buffer[right], buffer[left]], host);
                if (answer.Kind != FeelKind.Boolean)
                    return answer;
                takeRight = answer.IsTrue;
            }

            items[i] = takeRight ? buffer[right++] : buffer[left++];
        }

        return null;
    }

    private static FeelValue Join(in BuiltInCall call, ReadOnlySpan<FeelValue> first, ReadOnlySpan<FeelValue> second) =>
        (long)first.Length + second.Length > LongestList
            ? call.Fail(DiagnosticKind.LimitExceeded, TooLong)
            : FeelList.Wrap([.. first, .. second]);

    // Positions count from 1, negative ones from the end; a fraction is cut off.
    private static bool TryFindPosition(in BuiltInCall call, int count, out int index)
    {
        index = -1;
        if (call[1].AsNumber().Truncate().TryToInt64(out var position) && position != 0 && Math.Abs(position) <= count)
            index = (int)(position > 0 ? position - 1 : count + position);
        else
            call.Fail(DiagnosticKind.NoSuchItem, "position", call[1]);
        return index >= 0;
    }
}
