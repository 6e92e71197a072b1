using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;
using Funeng.Feel.Values;

namespace Funeng.Engines.Criteria.Columnar;

/// <summary>
/// Takes the decisions of a scheme apart into terms over columns. What has no term of its own becomes a column that the scalar evaluator
/// fills row by row, so that nothing is approximated.
/// </summary>
internal sealed class TermReader
{
    private readonly Scheme scheme;
    private readonly ColumnSet columns;
    private readonly FixedFacts facts;
    private readonly PointsReader points;
    private readonly Dictionary<int, Truth> decided = [];
    private readonly HashSet<BoundExpression> rowByRow = new(ReferenceEqualityComparer.Instance);
    private int strayParts;

    public TermReader(Scheme scheme, ColumnSet columns)
    {
        this.scheme = scheme;
        this.columns = columns;
        facts = new FixedFacts(columns.On);
        points = new PointsReader(scheme, columns, this);
    }

    /// <summary>Set when a fixed layout lacks a column or a cut; what was read is then of no use.</summary>
    public bool NeedsNewLayout { get; private set; }

    /// <summary>Number of parts that the scalar evaluator decides row by row.</summary>
    public int RowByRow => rowByRow.Count;

    /// <summary>The condition of one decision, read once.</summary>
    public Truth Decision(int index)
    {
        if (decided.TryGetValue(index, out var known)) return known;
        var rule = scheme.Decisions[index].Rule;
        var before = strayParts;
        var truth = Read(new Place(rule, []), rule.Body);
        if (strayParts != before)
        {
            // Some part of it cannot stand alone: the decision as a whole can.
            strayParts = before;
            truth = Scalar(new Place(rule, []), rule.Body);
        }

        return decided[index] = truth;
    }

    public Truth Read(Place place, BoundExpression node)
    {
        if (Constant(place, node) is { } constant) return Truth.Of(constant);
        return node switch
        {
            BoundVariable variable => Variable(place, variable),
            BoundLogic logic when logic.Operator == LogicOperator.And => new Truth.All([.. logic.Operands.Select(operand => Read(place, operand))]),
            BoundLogic logic => Truth.AnyOf(logic.Operands.Select(operand => Read(place, operand))),
            BoundComparison comparison => Compare(place, comparison.Operator, comparison.Left, comparison.Right) ?? Scalar(place, node),
            BoundBetween between => Between(place, between) ?? Scalar(place, node),
            BoundIn test => Read(test.Tested is { } tested ? place.With(tested.Slot, test.Value) : place, test.Tests),
            BoundUnaryTests { Tests.Count: 0 } => Truth.True,
            BoundUnaryTests tests => UnaryTests(place, tests),
            BoundMembership membership => Member(place, membership.Value, membership.Test) ?? Scalar(place, node),
            BoundIf conditional => new Truth.Choice(
                Read(place, conditional.Condition), Read(place, conditional.Then), Read(place, conditional.Else)),
            BoundBuiltInCall { Function.Name: "not", Arguments: [{ } argument] } when argument.Type == FeelType.Boolean => Truth.Negate(Read(place, argument)),
            BoundCoercion coercion when coercion.Value.Type == FeelType.Boolean => Read(place, coercion.Value),
            _ => Scalar(place, node),
        };
    }

    /// <summary>The value of an expression that no fact can change; null for others.</summary>
    public Possible? Constant(Place place, BoundExpression node)
    {
        if (node is BoundLiteral literal) return Possible.Of(literal.Value);
        if (node is BoundDecisionTable || (node is BoundVariable variable && IsOpen(place, variable.Slot))) return null;
        foreach (var symbol in BoundNodes.FreeVariables(node))
        {
            if (IsOpen(place, symbol.Slot)) return null;
        }

        return PossibleEvaluator.Evaluate(node, new PossibleFrame(place.Rule, facts));
    }

    private static bool IsOpen(Place place, int slot) => place.Rule.Bindings[slot] is not (SlotBinding.ToDate or SlotBinding.ToConstant);

    /// <summary>The expression behind typed boundaries, tested values and other decisions, with the place it stands in.</summary>
    public (Place Place, BoundExpression Node) Unwrap(Place place, BoundExpression node)
    {
        while (true)
        {
            switch (node)
            {
                case BoundCoercion coercion when coercion.Type == coercion.Value.Type:
                    node = coercion.Value;
                    break;
                case BoundVariable variable when place.Find(variable.Slot) is { } behind:
                    (place, node) = behind;
                    break;
                case BoundVariable variable when place.Rule.Bindings[variable.Slot] is SlotBinding.ToDecision decision:
                    var rule = scheme.Decisions[decision.Index].Rule;
                    (place, node) = (new Place(rule, []), rule.Body);
                    break;
                default:
                    return (place, node);
            }
        }
    }

    /// <summary>Gives up on a fixed layout that lacks what was asked for.</summary>
    public void Demand(bool isThere) => NeedsNewLayout |= !isThere;

    private Truth Variable(Place place, BoundVariable variable)
    {
        if (place.Find(variable.Slot) is { } behind) return Read(behind.Place, behind.Node);
        switch (place.Rule.Bindings[variable.Slot])
        {
            case SlotBinding.ToDecision decision:
                return Decision(decision.Index);
            case SlotBinding.ToFact { Definition: { Type: FactType.Boolean } fact }:
                return Flag(columns.Truth(fact));
            default:
                return Scalar(place, variable);
        }
    }

    private Truth Flag(TruthCodes? column)
    {
        Demand(column is not null);
        return column is null ? Truth.Either : new Truth.Flag(column);
    }

    private Truth UnaryTests(Place place, BoundUnaryTests tests)
    {
        var some = Truth.AnyOf(tests.Tests.Select(test => Read(place, test)));
        return tests.Negated ? Truth.Negate(some) : some;
    }

    private Truth.All? Between(Place place, BoundBetween between)
    {
        var low = Compare(place, ComparisonOperator.GreaterOrEqual, between.Value, between.Low);
        var high = Compare(place, ComparisonOperator.LessOrEqual, between.Value, between.High);
        return low is null || high is null ? null : new Truth.All([low, high]);
    }

    private Truth? Compare(Place place, ComparisonOperator comparison, BoundExpression left, BoundExpression right)
    {
        if (Constant(place, right) is { } bound) return CompareWith(place, comparison, left, bound);
        return Constant(place, left) is { } other ? CompareWith(place, Mirror(comparison), right, other) : null;
    }

    private Truth? CompareWith(Place place, ComparisonOperator comparison, BoundExpression quantity, in Possible bound)
    {
        if (!bound.TryGetValue(out var value)) return null;
        return value.Kind switch
        {
            FeelKind.Number => CompareNumber(place, comparison, quantity, value.AsNumber()),
            FeelKind.Date => CompareDay(place, comparison, quantity, value.AsDate()),
            FeelKind.String => CompareText(place, comparison, quantity, value.AsString()),
            FeelKind.Boolean => CompareTruth(place, comparison, quantity, value.IsTrue),
            _ => null,
        };
    }

    private Truth? CompareNumber(Place place, ComparisonOperator comparison, BoundExpression quantity, FeelNumber bound)
    {
        var (where, node) = Unwrap(place, quantity);
        if (FactOf(where, node) is { } fact)
        {
            return fact.Type is FactType.Number or FactType.Integer ? Order(columns.Number(fact), comparison, bound) : null;
        }

        var isOrder = comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual);
        if (isOrder && points.Read(where, node) is { } sum && PointsLowering.CanCount(sum)) return Order(comparison, bound, cut => new Truth.Reaches(sum, cut));
        if (node.Type != FeelType.Number || !IsWhole(where, node)) return null;
        return Order(columns.NumberPart(scheme, where.Rule, node), comparison, bound);
    }

    private Truth? CompareDay(Place place, ComparisonOperator comparison, BoundExpression quantity, FeelDate day)
    {
        var (where, node) = Unwrap(place, quantity);
        if (FactOf(where, node) is not { Type: FactType.Date } fact || !day.TryToDateOnly(out var date)) return null;
        return Order(columns.Number(fact), comparison, date.DayNumber);
    }

    private Truth? CompareText(Place place, ComparisonOperator comparison, BoundExpression quantity, string text)
    {
        var (where, node) = Unwrap(place, quantity);
        if (FactOf(where, node) is not { Type: FactType.Text } fact) return null;
        return comparison switch
        {
            ComparisonOperator.Equal => OneOf(fact, [text]),
            ComparisonOperator.NotEqual => Truth.Negate(OneOf(fact, [text])),
            _ => null,
        };
    }

    private Truth? CompareTruth(Place place, ComparisonOperator comparison, BoundExpression quantity, bool wanted)
    {
        if (quantity.Type != FeelType.Boolean || comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual)) return null;
        var truth = Read(place, quantity);
        return wanted == (comparison == ComparisonOperator.Equal) ? truth : Truth.Negate(truth);
    }

    private Truth? Order(NumberCodes? column, ComparisonOperator comparison, FeelNumber bound)
    {
        Demand(column is not null);
        if (column is null) return Truth.Either;
        if (comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual)) return Order(comparison, bound, cut => Passes(column, cut));
        Demand(column.Ask(Cut.At(bound)) & column.Ask(Cut.Behind(bound)));
        column.ComparesWithFraction |= !bound.IsInteger;
        var equal = new Truth.Is(column, bound);
        return comparison == ComparisonOperator.Equal ? equal : Truth.Negate(equal);
    }

    private static Truth Order(ComparisonOperator comparison, FeelNumber bound, Func<Cut, Truth> passes) => comparison switch
    {
        ComparisonOperator.GreaterOrEqual => passes(Cut.At(bound)),
        ComparisonOperator.Greater => passes(Cut.Behind(bound)),
        ComparisonOperator.Less => Truth.Negate(passes(Cut.At(bound))),
        _ => Truth.Negate(passes(Cut.Behind(bound))),
    };

    private Truth.Passes Passes(NumberCodes column, Cut cut)
    {
        Demand(column.Ask(cut));
        return new Truth.Passes(column, cut);
    }

    private Truth OneOf(FactDefinition fact, IReadOnlyList<string> texts)
    {
        var column = columns.Text(fact);
        Demand(column is not null);
        if (column is null) return Truth.Either;
        var missing = Possible.False;
        foreach (var text in texts)
        {
            Demand(column.Ask(text));
            var equal = PossibleComparison.Compare(ComparisonOperator.Equal, column.Missing, Possible.OneOf(text));
            missing = Possible.Of(missing.MayBeTrue || equal.MayBeTrue, missing.MayBeFalse && equal.MayBeFalse);
        }

        return new Truth.OneOf(column, texts, missing.MayBeTrue, missing.MayBeFalse);
    }

    private Truth? Member(Place place, BoundExpression value, BoundExpression test)
    {
        if (test is BoundRange range)
        {
            Truth? low = range.Low is null ? Truth.True : Compare(place, range.LowIncluded ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.Greater, value, range.Low);
            Truth? high = range.High is null ? Truth.True : Compare(place, range.HighIncluded ? ComparisonOperator.LessOrEqual : ComparisonOperator.Less, value, range.High);
            return low is null || high is null ? null : new Truth.All([low, high]);
        }

        if (test is BoundList list) return Some(list.Items.Select(item => Member(place, value, item)));
        return Constant(place, test) is { } constant && constant.TryGetValue(out var known) ? Member(place, value, known) : null;
    }

    private Truth? Member(Place place, BoundExpression value, FeelValue test)
    {
        switch (test.Kind)
        {
            case FeelKind.Range:
                var range = test.AsRange();
                var above = range.StartIncluded || range.Form == FeelRangeForm.GreaterOrEqual ? ComparisonOperator.GreaterOrEqual : ComparisonOperator.Greater;
                var below = range.EndIncluded || range.Form == FeelRangeForm.LessOrEqual ? ComparisonOperator.LessOrEqual : ComparisonOperator.Less;
                var low = range.HasStart ? CompareWith(place, above, value, Possible.Of(range.Start)) : Truth.True;
                var high = range.HasEnd ? CompareWith(place, below, value, Possible.Of(range.End)) : Truth.True;
                return low is null || high is null ? null : new Truth.All([low, high]);
            case FeelKind.List when test.AsList().All(item => item.Kind == FeelKind.String) && FactOf(Unwrap(place, value)) is { Type: FactType.Text } fact:
                return OneOf(fact, [.. test.AsList().Select(item => item.AsString()).Distinct()]);
            case FeelKind.List:
                return Some(test.AsList().Select(item => Member(place, value, item)));
            default:
                return CompareWith(place, ComparisonOperator.Equal, value, Possible.Of(test));
        }
    }

    private static Truth? Some(IEnumerable<Truth?> tests)
    {
        var read = tests.ToList();
        return read.Contains(null) ? null : Truth.AnyOf(read.OfType<Truth>());
    }

    // Leaves a condition to the scalar evaluator.
    private Truth Scalar(Place place, BoundExpression node)
    {
        if (!IsWhole(place, node))
        {
            strayParts++;
            return Truth.Either;
        }

        rowByRow.Add(node);
        return Flag(columns.TruthPart(scheme, place.Rule, node));
    }

    /// <summary>The fact that an unwrapped expression is; null for anything else.</summary>
    public static FactDefinition? FactOf(Place place, BoundExpression node) =>
        node is BoundVariable variable && place.Rule.Bindings[variable.Slot] is SlotBinding.ToFact fact ? fact.Definition : null;

    /// <summary>Whether all free variables of a part stand for facts, decisions or constants.</summary>
    public static bool IsWhole(Place place, BoundExpression node) =>
        BoundNodes.FreeVariables(node).All(symbol => place.Rule.Bindings[symbol.Slot] is not null);

    private static FactDefinition? FactOf((Place Place, BoundExpression Node) unwrapped) => FactOf(unwrapped.Place, unwrapped.Node);

    private static ComparisonOperator Mirror(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };
}

/// <summary>Where an expression stands: the rule whose variables it uses, and what the values under test are.</summary>
internal sealed record Place(RuleExpression Rule, Dictionary<int, (Place Place, BoundExpression Node)> Tested)
{
    public (Place Place, BoundExpression Node)? Find(int slot) => Tested.TryGetValue(slot, out var behind) ? behind : null;

    public Place With(int slot, BoundExpression node) => this with { Tested = new(Tested) { [slot] = (this, node) } };
}

/// <summary>The date and nothing else: for what no fact can change.</summary>
internal sealed class FixedFacts(DateOnly on) : IPossibleSource
{
    public Possible Resolve(SlotBinding binding) => binding switch
    {
        SlotBinding.ToDate => Possible.Of(FeelValue.From(on)),
        SlotBinding.ToConstant constant => Possible.Of(constant.Value),
        _ => Possible.Any,
    };
}
