using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria;

/// <summary>What kind of values are still possible.</summary>
internal enum PossibleKind : byte
{
    /// <summary>Anything at all, no value included.</summary>
    Any,

    /// <summary>A subset of true and false.</summary>
    Truth,

    /// <summary>An interval of numbers.</summary>
    Number,

    /// <summary>One of a few texts, or any text.</summary>
    Text,

    /// <summary>One certain value of another kind: a date, a duration.</summary>
    Value,

    /// <summary>A list whose items are each possible values; some items may be absent.</summary>
    List,
}

/// <summary>The values an expression may still take while every missing fact ranges over its domain. Never an empty set.</summary>
internal readonly struct Possible
{
    private const byte TrueBit = 1;
    private const byte FalseBit = 2;
    private const byte BothBits = TrueBit | FalseBit;

    // One certain number, text or other value stands here itself; a boxed interval, texts or items otherwise. Most values are certain, and
    // the struct is copied all the time, so that it is kept small.
    private readonly FeelValue certain;
    private readonly object? payload;
    private readonly byte truth;

    private Possible(PossibleKind kind, byte truth = 0, object? payload = null)
    {
        Kind = kind;
        this.truth = truth;
        this.payload = payload;
    }

    private Possible(PossibleKind kind, in FeelValue certain)
    {
        Kind = kind;
        this.certain = certain;
    }

    public PossibleKind Kind { get; }

    public static Possible Any => default;

    public static Possible True => new(PossibleKind.Truth, TrueBit);

    public static Possible False => new(PossibleKind.Truth, FalseBit);

    public static Possible Either => new(PossibleKind.Truth, BothBits);

    public static Possible AnyText => new(PossibleKind.Text);

    /// <summary>Whether the condition can still hold. Anything that is no boolean can.</summary>
    public bool MayBeTrue => Kind != PossibleKind.Truth || (truth & TrueBit) != 0;

    /// <summary>Whether the condition can still fail. Anything that is no boolean can.</summary>
    public bool MayBeFalse => Kind != PossibleKind.Truth || (truth & FalseBit) != 0;

    public bool IsCertainlyTrue => !MayBeFalse;

    public bool IsCertainlyFalse => !MayBeTrue;

    /// <summary>The numbers; only for <see cref="PossibleKind.Number"/>.</summary>
    public Interval Interval => payload is Boxed boxed ? boxed.Interval : Interval.Point(certain.AsNumber());

    /// <summary>The texts; null for any text. Only for <see cref="PossibleKind.Text"/>.</summary>
    public string[]? Texts => certain.IsNull ? (string[]?)payload : [certain.AsString()];

    /// <summary>The items; only for <see cref="PossibleKind.List"/>.</summary>
    public PossibleItem[] Items => (PossibleItem[])payload!;

    public static Possible Of(bool mayBeTrue, bool mayBeFalse) =>
        new(PossibleKind.Truth, (byte)((mayBeTrue ? TrueBit : 0) | (mayBeFalse ? FalseBit : 0)));

    public static Possible Of(in Interval interval) => interval.IsPoint && interval.IsInteger == interval.Low.Value.IsInteger
        ? new(PossibleKind.Number, FeelValue.From(interval.Low.Value))
        : new(PossibleKind.Number, payload: new Boxed(interval));

    public static Possible Of(Interval? interval) => interval is { } known ? Of(known) : Any;

    public static Possible OneOf(params string[] texts) =>
        texts is [var text] ? new(PossibleKind.Text, FeelValue.From(text)) : new(PossibleKind.Text, payload: texts);

    public static Possible ListOf(PossibleItem[] items) => new(PossibleKind.List, payload: items);

    public static Possible Of(FeelValue value) => value.Kind switch
    {
        FeelKind.Null => Any,
        FeelKind.Boolean => value.IsTrue ? True : False,
        FeelKind.Number => new Possible(PossibleKind.Number, value),
        FeelKind.String => new Possible(PossibleKind.Text, value),
        FeelKind.List => ListOf([.. value.AsList().Select(item => new PossibleItem(Of(item), false))]),
        _ => new Possible(PossibleKind.Value, value),
    };

    /// <summary>The one value left, where only one is.</summary>
    public bool TryGetValue(out FeelValue value)
    {
        value = certain;
        if (!certain.IsNull) return true;
        switch (Kind)
        {
            case PossibleKind.Truth when truth != BothBits:
                value = FeelValue.From(truth == TrueBit);
                return true;
            case PossibleKind.Number when Interval.IsPoint:
                value = FeelValue.From(Interval.Low.Value);
                return true;
            case PossibleKind.List:
                return TryGetList(out value);
            default:
                return false;
        }
    }

    public Possible Not() => Kind == PossibleKind.Truth ? Of(MayBeFalse, MayBeTrue) : Either;

    /// <summary>Everything either may be.</summary>
    public Possible Union(in Possible other)
    {
        if (Kind != other.Kind) return Any;
        switch (Kind)
        {
            case PossibleKind.Truth:
                return new Possible(PossibleKind.Truth, (byte)(truth | other.truth));
            case PossibleKind.Number:
                return Of(Interval.Hull(other.Interval));
            case PossibleKind.Text:
                return Texts is null || other.Texts is null ? AnyText : OneOf([.. Texts.Union(other.Texts)]);
            case PossibleKind.Value:
                return certain.Equals(other.certain) ? this : Any;
            default:
                return TryGetValue(out var one) && other.TryGetValue(out var two) && one.Equals(two) ? this : Any;
        }
    }

    /// <summary>What remains of this within a domain; the domain itself where this says nothing about it.</summary>
    public Possible Within(in Possible domain)
    {
        if (Kind == PossibleKind.Any) return domain;
        if (Kind != domain.Kind) return Kind == PossibleKind.Value || domain.Kind == PossibleKind.Any ? this : domain;
        switch (Kind)
        {
            case PossibleKind.Number:
                var common = Interval.Intersect(domain.Interval);
                return common.IsEmpty ? domain : Of(common);
            case PossibleKind.Text when domain.Texts is not null:
                if (Texts is null) return domain;
                string[] texts = [.. Texts.Intersect(domain.Texts)];
                return texts.Length == 0 ? domain : OneOf(texts);
            default:
                return this;
        }
    }

    private bool TryGetList(out FeelValue value)
    {
        value = FeelValue.Null;
        var items = new FeelValue[Items.Length];
        for (var i = 0; i < items.Length; i++)
        {
            if (Items[i].MayBeAbsent || !Items[i].Value.TryGetValue(out items[i])) return false;
        }

        value = FeelValue.From(FeelList.From(items));
        return true;
    }

    private sealed class Boxed(in Interval interval)
    {
        public Interval Interval { get; } = interval;
    }
}

/// <summary>An item of a list, which a filter may have taken out.</summary>
internal readonly record struct PossibleItem(Possible Value, bool MayBeAbsent);
