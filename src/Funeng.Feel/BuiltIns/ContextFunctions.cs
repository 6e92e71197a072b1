using Funeng.Feel.Evaluation;
using Funeng.Feel.Values;

namespace Funeng.Feel.BuiltIns;

/// <summary>Functions of contexts (DMN 1.5, table 83).</summary>
internal static class ContextFunctions
{
    private const string Key = "key";
    private const string Value = "value";

    public static readonly BuiltIn[] All =
    [
        new("get value", BuiltInSignature.Of("m: context, key: string", FeelType.Any, GetValue)),
        new("get entries", BuiltInSignature.Of("m: context", FeelType.ListOf(FeelType.AnyContext), GetEntries)),
        new("context", BuiltInSignature.Of("entries: list<context>", FeelType.AnyContext, Context)),
        new(
            "context put",
            BuiltInSignature.Of("context: context, key: string, value: Any?", FeelType.AnyContext, Put),
            BuiltInSignature.Of("context: context, keys: list<string>, value: Any?", FeelType.AnyContext, PutNested)),
        new("context merge", BuiltInSignature.Of("contexts: list<context>", FeelType.AnyContext, Merge)),
    ];

    private static FeelValue GetValue(in BuiltInCall call) => call[0].AsContext().TryGet(call[1].AsString(), out var value)
        ? value
        : call.Fail(DiagnosticKind.NoSuchMember, call[1].AsString(), call[0]);

    private static FeelValue GetEntries(in BuiltInCall call)
    {
        var context = call[0].AsContext();
        return FeelList.From(context.Names.Zip(context.Values, (name, value) =>
            FeelValue.From(FeelContext.Create((Key, name), (Value, value)))));
    }

    private static FeelValue Context(in BuiltInCall call)
    {
        var builder = new FeelContext.Builder(call[0].AsList().Count);
        foreach (ref readonly var entry in call[0].AsList().Span)
        {
            if (entry.IsNull || !entry.AsContext().TryGet(Value, out var value) || entry.AsContext()[Key] is not { Kind: FeelKind.String } key)
                return call.OutOfDomain("a context of such an entry", entry);
            if (!builder.TryAdd(key.AsString(), value))
                return call.Fail(DiagnosticKind.DuplicateKey, key.AsString());
        }

        return builder.Build();
    }

    private static FeelValue Put(in BuiltInCall call) => call[0].AsContext().With(call[1].AsString(), call[2]);

    private static FeelValue PutNested(in BuiltInCall call) => PutAt(call, call[0].AsContext(), call[1].AsList().Span, call[2]);

    // The contexts on the way must be there; only the last key may be new.
    private static FeelValue PutAt(in BuiltInCall call, FeelContext context, ReadOnlySpan<FeelValue> keys, FeelValue value)
    {
        if (keys.IsEmpty || keys[0].IsNull)
            return call.OutOfDomain("a change at these keys", call[1]);

        var key = keys[0].AsString();
        if (keys.Length == 1)
            return context.With(key, value);
        if (context[key] is not { Kind: FeelKind.Context } inner)
            return call.Fail(DiagnosticKind.NoSuchMember, key, context);

        var replaced = PutAt(call, inner.AsContext(), keys[1..], value);
        return replaced.IsNull ? replaced : context.With(key, replaced);
    }

    private static FeelValue Merge(in BuiltInCall call)
    {
        var merged = FeelContext.Empty;
        foreach (ref readonly var item in call[0].AsList().Span)
        {
            if (item.IsNull)
                return call.Missing("a context in the list");
            var context = item.AsContext();
            for (var i = 0; i < context.Count; i++)
                merged = merged.With(context.Names[i], context.Values[i]);
        }

        return merged;
    }
}
