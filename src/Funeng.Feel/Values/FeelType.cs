namespace Funeng.Feel.Values;

/// <summary>
/// A type of FEEL: <see cref="Any"/> on top, <see cref="Null"/> below everything. Types are equal when they are built alike.
/// </summary>
public abstract record FeelType
{
    private protected FeelType()
    {
    }

    /// <summary>Every value.</summary>
    public static FeelType Any { get; } = new SimpleType("Any", null);

    /// <summary>Only null; conforms to every type.</summary>
    public static FeelType Null { get; } = new SimpleType("Null", FeelKind.Null);

    /// <summary>Numbers.</summary>
    public static FeelType Number { get; } = new SimpleType("number", FeelKind.Number);

    /// <summary>Strings.</summary>
    public static FeelType String { get; } = new SimpleType("string", FeelKind.String);

    /// <summary>true and false.</summary>
    public static FeelType Boolean { get; } = new SimpleType("boolean", FeelKind.Boolean);

    /// <summary>Dates.</summary>
    public static FeelType Date { get; } = new SimpleType("date", FeelKind.Date);

    /// <summary>Times.</summary>
    public static FeelType Time { get; } = new SimpleType("time", FeelKind.Time);

    /// <summary>Date and times.</summary>
    public static FeelType DateTime { get; } = new SimpleType("date and time", FeelKind.DateTime);

    /// <summary>Days and time durations.</summary>
    public static FeelType DaysTimeDuration { get; } = new SimpleType("days and time duration", FeelKind.DaysTimeDuration);

    /// <summary>Years and months durations.</summary>
    public static FeelType YearsMonthsDuration { get; } = new SimpleType("years and months duration", FeelKind.YearsMonthsDuration);

    /// <summary>Lists of anything.</summary>
    public static FeelType AnyList { get; } = new ListType(Any);

    /// <summary>Contexts with any entries.</summary>
    public static FeelType AnyContext { get; } = new ContextType([]);

    /// <summary>Ranges of anything.</summary>
    public static FeelType AnyRange { get; } = new RangeType(Any);

    // Functions of any parameters: no type of FEEL, but what some built-in functions expect.
    internal static FeelType AnyFunction { get; } = new SimpleType("function", FeelKind.Function);

    // Values that have an order, so that they can be ends of a range.
    internal static FeelType Point { get; } = new PointType();

    private static readonly Dictionary<string, FeelType> ByName = new(StringComparer.Ordinal)
    {
        ["Any"] = Any,
        ["Null"] = Null,
        ["number"] = Number,
        ["string"] = String,
        ["boolean"] = Boolean,
        ["date"] = Date,
        ["time"] = Time,
        ["date and time"] = DateTime,
        ["dateTime"] = DateTime,
        ["days and time duration"] = DaysTimeDuration,
        ["dayTimeDuration"] = DaysTimeDuration,
        ["years and months duration"] = YearsMonthsDuration,
        ["yearMonthDuration"] = YearsMonthsDuration,
    };

    /// <summary>The list type of an element type.</summary>
    public static FeelType ListOf(FeelType element) => new ListType(element);

    /// <summary>The range type of an endpoint type.</summary>
    public static FeelType RangeOf(FeelType endpoint) => new RangeType(endpoint);

    /// <summary>The type of contexts with at least these entries.</summary>
    public static FeelType ContextOf(params ReadOnlySpan<(string Name, FeelType Type)> entries) => Syntax.TypeHints.ContextOf(entries.ToArray());

    /// <summary>The simple type of a name, the names of old models included (dateTime, dayTimeDuration, yearMonthDuration); null for other names.</summary>
    public static FeelType? FindByName(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a value; that of a list is taken from its elements, Any when they differ.</summary>
    public static FeelType Of(FeelValue value) => Nesting.IsTooDeep ? Any : value.Kind switch
    {
        FeelKind.Boolean => Boolean,
        FeelKind.Number => Number,
        FeelKind.String => String,
        FeelKind.Date => Date,
        FeelKind.Time => Time,
        FeelKind.DateTime => DateTime,
        FeelKind.DaysTimeDuration => DaysTimeDuration,
        FeelKind.YearsMonthsDuration => YearsMonthsDuration,
        FeelKind.List => new ListType(Common(value.AsList())),
        FeelKind.Context => OfContext(value.AsContext()),
        FeelKind.Range => new RangeType(Of(value.AsRange().Start.IsNull ? value.AsRange().End : value.AsRange().Start)),
        FeelKind.Function => value.AsFunction().Type,
        _ => Null,
    };

    /// <summary>Whether every value of this type is one of the other.</summary>
    public bool ConformsTo(FeelType other) =>
        ReferenceEquals(this, other) || this == Null || other == Any || ConformsToOther(other);

    /// <summary>Whether the value conforms to the type; null does to every type.</summary>
    internal bool Includes(FeelValue value) => value.IsNull || IncludesValue(value);

    /// <summary>FEEL's <c>instance of</c>: null is an instance of Null only.</summary>
    public bool HasInstance(FeelValue value) => value.IsNull ? this == Null : IncludesValue(value);

    /// <summary>
    /// Converts a value where it meets an expected type: unchanged when it conforms; a single value becomes a list of it, a list of one its
    /// element, a date the midnight of UTC. False, with null as result, when nothing of this fits.
    /// </summary>
    public bool TryCoerce(FeelValue value, out FeelValue result)
    {
        result = value;
        if (Includes(value) || TryConvert(value, out result))
            return true;
        if (value.Kind == FeelKind.List && value.AsList() is { Count: 1 } single && this is not ListType)
            return TryCoerceElement(single[0], out result);

        result = FeelValue.Null;
        return false;
    }

    /// <summary>The name as FEEL writes it.</summary>
    public abstract override string ToString();

    private protected abstract bool ConformsToOther(FeelType other);

    private protected abstract bool IncludesValue(FeelValue value);

    private bool TryCoerceElement(FeelValue element, out FeelValue result)
    {
        result = element;
        return !element.IsNull && (Includes(element) || TryConvert(element, out result));
    }

    private bool TryConvert(FeelValue value, out FeelValue result)
    {
        result = FeelValue.Null;
        if (this == DateTime && value.Kind == FeelKind.Date)
        {
            result = new FeelDateTime(value.AsDate(), 0, FeelZone.Utc);
            return true;
        }

        if (this is FunctionType function && value.Kind == FeelKind.Function && value.AsFunction().MayBe(function))
        {
            result = value;
            return true;
        }

        if (this is ListType list && value.Kind != FeelKind.List && list.Element.TryCoerce(value, out var element))
        {
            result = FeelList.Create([element]);
            return true;
        }

        return false;
    }

    private static FeelType Common(FeelList list)
    {
        FeelType? common = null;
        foreach (var item in list)
        {
            var type = Of(item);
            if (common is null || common.ConformsTo(type))
                common = type;
            else if (!type.ConformsTo(common))
                return Any;
        }

        return common ?? Null;
    }

    private static ContextType OfContext(FeelContext context) =>
        new([.. context.Names.Zip(context.Values, (name, value) => new ContextTypeEntry(name, Of(value)))]);
}

/// <summary>A type without parts.</summary>
internal sealed record SimpleType(string Name, FeelKind? Kind) : FeelType
{
    public override string ToString() => Name;

    private protected override bool ConformsToOther(FeelType other) => Equals(other);

    private protected override bool IncludesValue(FeelValue value) => Kind is null || value.Kind == Kind;
}

/// <summary>Everything that is no range, list, context or function.</summary>
internal sealed record PointType : FeelType
{
    public override string ToString() => "point";

    private protected override bool ConformsToOther(FeelType other) => Equals(other);

    private protected override bool IncludesValue(FeelValue value) => FeelRange.CanBound(value);
}
