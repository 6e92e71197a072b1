using Funeng.Engines.Facts;
using Funeng.Feel.Binding;
using Funeng.Feel.Syntax;

namespace Funeng.Engines.Criteria;

/// <summary>One of the conditions that must all hold for a conclusion.</summary>
/// <param name="Rule">The rule in whose frame the condition stands.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Decisions">The decisions it depends on.</param>
/// <param name="Facts">The facts it depends on, those inside formulas included.</param>
internal sealed record PathPart(RuleExpression? Rule, BoundExpression? Condition, IReadOnlySet<int> Decisions, IReadOnlySet<FactDefinition> Facts)
{
    /// <summary>The decision in whose text the condition stands; −1 for a tie.</summary>
    public int Owner { get; init; } = -1;

    /// <summary>The decisions the condition names itself.</summary>
    public IReadOnlyList<int> Named { get; init; } = [];

    /// <summary>A part of a whole that must not exceed it; null for a condition of the rules.</summary>
    public FactTie? Tie { get; init; }

    /// <summary>That a part stays within its whole, as one more condition.</summary>
    public static PathPart Of(FactTie tie) =>
        new(null, null, new HashSet<int>(), new HashSet<FactDefinition>(FactKeyComparer.Instance) { tie.Part, tie.Whole }) { Tie = tie };

    /// <summary>The conditions of a conclusion, followed through "and" and through decisions that are nothing but their name.</summary>
    public static IReadOnlyList<PathPart> Of(Scheme scheme, int decision)
    {
        var parts = new List<PathPart>();
        Split(scheme, scheme.Decisions[decision].Rule, scheme.Decisions[decision].Rule.Body, decision, parts);
        return parts;
    }

    public bool IsOutOfReach(SchemeRun run) => Tie?.IsBroken(run) ?? Evaluate(run).IsCertainlyFalse;

    /// <summary>Whether the condition of the rules holds or still can.</summary>
    public Possible Evaluate(SchemeRun run) => PossibleEvaluator.Evaluate(Condition!, new PossibleFrame(Rule!, run));

    private static void Split(Scheme scheme, RuleExpression rule, BoundExpression node, int owner, List<PathPart> parts)
    {
        switch (node)
        {
            case BoundLogic { Operator: LogicOperator.And } both:
                Split(scheme, rule, both.Left, owner, parts);
                Split(scheme, rule, both.Right, owner, parts);
                break;
            case BoundCoercion coercion:
                Split(scheme, rule, coercion.Value, owner, parts);
                break;
            case BoundVariable variable when rule.Bindings[variable.Slot] is SlotBinding.ToDecision other:
                Split(scheme, scheme.Decisions[other.Index].Rule, scheme.Decisions[other.Index].Rule.Body, other.Index, parts);
                break;
            default:
                parts.Add(Make(scheme, rule, node, owner));
                break;
        }
    }

    private static PathPart Make(Scheme scheme, RuleExpression rule, BoundExpression node, int owner)
    {
        var decisions = new HashSet<int> { owner };
        var named = new List<int>();
        var facts = new HashSet<FactDefinition>(FactKeyComparer.Instance);
        foreach (var symbol in BoundNodes.FreeVariables(node))
        {
            switch (rule.Bindings[symbol.Slot])
            {
                case SlotBinding.ToFact fact:
                    facts.Add(fact.Definition);
                    if (scheme.Catalogue.FormulaOf(fact.Definition) is { } formula) SchemeReach.Collect(formula, scheme.Catalogue, facts);
                    break;
                case SlotBinding.ToDecision decision:
                    named.Add(decision.Index);
                    Follow(scheme, decision.Index, decisions);
                    facts.UnionWith(scheme.Reach.Facts(decision.Index));
                    break;
                default:
                    break;
            }
        }

        return new PathPart(rule, node, decisions, facts) { Owner = owner, Named = named };
    }

    private static void Follow(Scheme scheme, int decision, HashSet<int> found)
    {
        if (!found.Add(decision)) return;
        foreach (var other in scheme.Decisions[decision].Rule.Decisions) Follow(scheme, other, found);
    }
}
