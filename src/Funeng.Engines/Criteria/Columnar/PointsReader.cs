using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>Takes scores apart: tables of one input, sums, caps. A table is not interpreted anew: the scalar evaluator is asked once for each of its bands.</summary>
internal sealed class PointsReader(Scheme scheme, ColumnSet columns, TermReader terms)
{
    private const int MostWholePoints = 255;

    /// <summary>The points of an expression; null when their fewest and most cannot be told from columns.</summary>
    public Points? Read(Place place, BoundExpression node)
    {
        (place, node) = terms.Unwrap(place, node);
        if (terms.Constant(place, node) is { } constant) return Value(constant) is { } value ? new Points.Fixed(value) : null;
        return (node switch
        {
            BoundDecisionTable table => Table(place, table),
            BoundBuiltInCall call => Call(place, call),
            BoundIf conditional => Choice(place, conditional),
            BoundArithmetic { Operator: ArithmeticOperator.Add } sum => Sum([Read(place, sum.Left), Read(place, sum.Right)]),
            _ => null,
        }) ?? Whole(place, node);
    }

    private Points? Call(Place place, BoundBuiltInCall call)
    {
        if (call.Function.Name is not ("min" or "max" or "sum")) return null;
        var items = call.Arguments is [BoundList list] ? list.Items : call.Arguments;
        if (items.Count == 0 || items.Any(item => item.Type != FeelType.Number)) return null;
        var read = items.Select(item => Read(place, item)).ToList();
        if (call.Function.Name == "sum") return Sum(read);
        return read.Contains(null) ? null : new Points.Extreme([.. read.OfType<Points>()], call.Function.Name == "min");
    }

    private static Points.Sum? Sum(List<Points?> items) => items.Contains(null) ? null : new Points.Sum([.. items.OfType<Points>()]);

    private Points.Choice? Choice(Place place, BoundIf conditional)
    {
        if (Read(place, conditional.Then) is not { } then || Read(place, conditional.Else) is not { } otherwise) return null;
        return new Points.Choice(terms.Read(place, conditional.Condition), then, otherwise);
    }

    private Points? Table(Place place, BoundDecisionTable table)
    {
        if (table is not { Inputs: [var input], Outputs.Count: 1 }) return null;
        var bands = new TableBands(place.Rule, table with { Inputs = [input with { Value = new BoundVariable(input.Variable, default) }] }, columns.On);
        if (bands.Constants() is not { } constants) return null;
        var (where, node) = terms.Unwrap(place, input.Value);
        if (TermReader.FactOf(where, node) is not { } fact)
        {
            return node.Type == FeelType.Number && TermReader.IsWhole(where, node) ? OfNumber(columns.NumberPart(scheme, where.Rule, node), bands, constants) : null;
        }

        return fact.Type switch
        {
            FactType.Number or FactType.Integer => OfNumber(columns.Number(fact), bands, constants),
            FactType.Text => OfText(fact, bands, constants),
            FactType.Boolean => OfTruth(place, input.Value, bands),
            _ => null,
        };
    }

    // Points at the constants and any value between them: each band answers every cell alike.
    private Points.Steps? OfNumber(NumberCodes? column, TableBands bands, List<FeelValue> constants)
    {
        terms.Demand(column is not null);
        FeelNumber[] marks = [.. constants.Where(value => value.Kind == FeelKind.Number).Select(value => value.AsNumber()).Distinct().Order()];
        if (column is null || marks.Length == 0) return null;
        var cuts = marks.SelectMany(mark => new[] { Cut.At(mark), Cut.Behind(mark) }).ToArray();
        var values = new FeelNumber[cuts.Length + 1];
        for (var band = 0; band <= cuts.Length; band++)
        {
            if (bands.At(Possible.Of(Interval.Point(Representative(marks, band)))) is not { IsPoint: true } points) return null;
            values[band] = points.Low.Value;
        }

        if (bands.At(column.Missing) is not { Low.IsFinite: true, High.IsFinite: true } missing)
        {
            if (!column.IsWide) return null;
            missing = Interval.Point(FeelNumber.Zero);
        }

        var (kept, steps) = Merge(cuts, values);
        if (column.IsWide && !IsMonotone(steps)) return null;
        column.HasBands = true;
        foreach (var cut in kept) terms.Demand(column.Ask(cut));
        return new Points.Steps(column, kept, steps, missing.Low.Value, missing.High.Value);
    }

    private static FeelNumber Representative(FeelNumber[] marks, int band)
    {
        if (band % 2 == 1) return marks[band / 2];
        if (band == 0) return Add(marks[0], -1);
        if (band / 2 == marks.Length) return Add(marks[^1], 1);
        return FeelNumber.TryDivide(Add(marks[band / 2 - 1], marks[band / 2]), 2, out var middle) ? middle : marks[0];
    }

    private static FeelNumber Add(FeelNumber left, FeelNumber right) => FeelNumber.TryAdd(left, right, out var sum) ? sum : left;

    private static (List<Cut> Cuts, List<FeelNumber> Values) Merge(Cut[] cuts, FeelNumber[] values)
    {
        var kept = new List<Cut>();
        List<FeelNumber> steps = [values[0]];
        for (var i = 0; i < cuts.Length; i++)
        {
            if (values[i + 1] == steps[^1]) continue;
            kept.Add(cuts[i]);
            steps.Add(values[i + 1]);
        }

        return (kept, steps);
    }

    private static bool IsMonotone(List<FeelNumber> steps)
    {
        var pairs = steps.Zip(steps.Skip(1)).ToList();
        return pairs.TrueForAll(pair => pair.First <= pair.Second) || pairs.TrueForAll(pair => pair.First >= pair.Second);
    }

    private Points.TextSteps? OfText(FactDefinition fact, TableBands bands, List<FeelValue> constants)
    {
        var column = columns.Text(fact);
        terms.Demand(column is not null);
        if (column is null) return null;
        string[] texts = [.. constants.Where(value => value.Kind == FeelKind.String).Select(value => value.AsString()).Distinct()];
        var values = new List<FeelNumber>();
        foreach (var text in texts.Append("\uFFFF"))
        {
            if (bands.At(Possible.OneOf(text)) is not { IsPoint: true } points) return null;
            values.Add(points.Low.Value);
        }

        if (bands.At(column.Missing) is not { Low.IsFinite: true, High.IsFinite: true } missing) return null;
        foreach (var text in texts) terms.Demand(column.Ask(text));
        return new Points.TextSteps(column, texts, values, missing.Low.Value, missing.High.Value);
    }

    private Points.Choice? OfTruth(Place place, BoundExpression input, TableBands bands)
    {
        if (bands.At(Possible.True) is not { IsPoint: true } then || bands.At(Possible.False) is not { IsPoint: true } otherwise) return null;
        return new Points.Choice(terms.Read(place, input), new Points.Fixed(then.Low.Value), new Points.Fixed(otherwise.Low.Value));
    }

    // Any other expression whose points are whole and bounded: the scalar evaluator computes them, the plan only adds them up.
    private Points.Steps? Whole(Place place, BoundExpression node)
    {
        if (node.Type != FeelType.Number || !TermReader.IsWhole(place, node)) return null;
        var facts = new PossibleFacts(new FactView(new SubjectFacts.Builder(columns.Catalogue).TitlesAreKnown(false).Build(), columns.On));
        var all = PossibleEvaluator.Evaluate(node, new PossibleFrame(place.Rule, new SchemeRun(scheme, facts)));
        if (all is not { Kind: PossibleKind.Number, Interval: { IsInteger: true, Low: { IsFinite: true, IsOpen: false }, High: { IsFinite: true, IsOpen: false } } whole }) return null;
        if (!whole.Low.Value.TryToInt64(out var low) || !whole.High.Value.TryToInt64(out var high) || high - low > MostWholePoints) return null;
        var column = columns.NumberPart(scheme, place.Rule, node);
        terms.Demand(column is not null);
        if (column is null) return null;
        column.WholeRange = (low, high);
        column.HasBands = true;
        var cuts = new List<Cut>();
        List<FeelNumber> values = [low];
        for (var value = low + 1; value <= high; value++)
        {
            cuts.Add(Cut.At(value));
            values.Add(value);
            terms.Demand(column.Ask(cuts[^1]));
        }

        return new Points.Steps(column, cuts, values, low, high);
    }

    private static FeelNumber? Value(in Possible constant) =>
        constant.TryGetValue(out var value) && value.Kind == FeelKind.Number ? value.AsNumber() : null;
}

/// <summary>Asks the scalar evaluator what a table of one input gives for some values of the input.</summary>
internal sealed class TableBands(RuleExpression rule, BoundDecisionTable table, DateOnly on)
{
    private readonly PossibleFrame frame = new(rule, new FixedFacts(on));
    private readonly int slot = table.Inputs[0].Variable.Slot;

    /// <summary>What the cells compare the input with; null when some cell or result looks at anything else.</summary>
    public List<FeelValue>? Constants()
    {
        var isOfConstants = table.Rules.SelectMany(row => row.Results).Concat(table.Outputs.Select(output => output.Default).OfType<BoundExpression>())
            .All(result => result is BoundLiteral || BoundNodes.FreeVariables(result).All(IsConstant));
        var isOfInput = table.Rules.SelectMany(row => row.Tests.OfType<BoundExpression>())
            .All(test => BoundNodes.FreeVariables(test).All(symbol => symbol.Slot == slot || IsConstant(symbol)));
        if (!isOfConstants || !isOfInput) return null;
        return PossibleCuts.Constants(table.Rules.Select(row => row.Tests[0]).OfType<BoundExpression>(), slot, frame);
    }

    public Interval? At(in Possible input)
    {
        frame.Set(slot, input);
        var result = PossibleTable.Evaluate(table, frame);
        return result.Kind == PossibleKind.Number ? result.Interval : null;
    }

    private bool IsConstant(VariableSymbol symbol) => rule.Bindings[symbol.Slot] is SlotBinding.ToConstant or SlotBinding.ToDate;
}
