using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria;

/// <summary>Random rules on random facts: what is possible holds the truth, and learning a fact only ever narrows it.</summary>
public sealed class PossiblePropertyTests
{
    private const int Rounds = 3000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void With_nothing_missing_it_equals_plain_FEEL(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = RandomRules.Condition(random, 4);
            var rule = Rules.Compile(text);
            var view = Samples.Applied([.. RandomRules.Facts(random)]);

            var possible = new PossibleFrame(rule, new PossibleFacts(view)).Evaluate();

            var plain = Plain(rule, view);
            Assert.True(possible.TryGetValue(out var value) && value.Equals(plain), $"seed {seed}, round {round}: {text} is {plain}, possible {Rules.Say(possible)}");
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Whatever_the_missing_facts_turn_out_to_be_was_possible(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var text = random.Next(3) == 0 ? RandomRules.Number(random, 4) : RandomRules.Condition(random, 4);
            var rule = Rules.Compile(text);
            var facts = RandomRules.Facts(random).ToList();
            var truth = Plain(rule, Samples.Applied([.. facts]));
            while (true)
            {
                var possible = new PossibleFrame(rule, new PossibleFacts(Samples.Applied([.. facts]))).Evaluate();
                Assert.True(Holds(possible, truth), $"seed {seed}, round {round}: {text} is {truth}, but with {string.Join(", ", facts)} only {Rules.Say(possible)}");
                if (facts.Count == 0) break;
                facts.RemoveAt(random.Next(facts.Count));
            }
        }
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    public void Learning_a_fact_never_flips_a_decided_condition(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < Rounds; round++)
        {
            var rule = Rules.Compile(RandomRules.Condition(random, 4));
            var all = RandomRules.Facts(random).ToList();
            var decided = Outcome.Unknown;
            for (var known = 0; known <= all.Count; known++)
            {
                var outcome = SchemeRun.OutcomeOf(new PossibleFrame(rule, new PossibleFacts(Samples.Applied([.. all.Take(known)]))).Evaluate());
                Assert.True(decided == Outcome.Unknown || outcome == decided, $"seed {seed}, round {round}");
                decided = outcome;
            }

            Assert.NotEqual(Outcome.Unknown, decided);
        }
    }

    [Fact]
    public void Overriding_a_fact_gives_the_same_as_filing_it()
    {
        var random = new Random(11);
        for (var round = 0; round < Rounds; round++)
        {
            var rule = Rules.Compile(RandomRules.Condition(random, 4));
            var facts = RandomRules.Facts(random).Where(_ => random.Next(3) > 0).ToList();
            var (key, value) = RandomRules.Facts(random).ElementAt(random.Next(6));
            var start = new PossibleFacts(Samples.Applied([.. facts]));
            new PossibleFrame(rule, start).Evaluate();

            var overridden = new PossibleFrame(rule, start.With(CandidateValues.Single(Samples.Catalogue.Get(key), value))).Evaluate();

            var filed = new PossibleFrame(rule, new PossibleFacts(Samples.Applied([.. facts, (key, value)]))).Evaluate();
            Assert.Equal(Rules.Say(filed), Rules.Say(overridden));
        }
    }

    private static FeelValue Plain(RuleExpression rule, FactView view)
    {
        var frame = new FeelValue[rule.FrameSize];
        for (var slot = 0; slot < frame.Length; slot++)
        {
            if (rule.Bindings[slot] is SlotBinding.ToFact fact) frame[slot] = view.Find(fact.Definition)!.Value;
        }

        return PlainFeel.Evaluate(rule.Body, frame);
    }

    private static bool Holds(in Possible possible, FeelValue value) => possible.Kind switch
    {
        PossibleKind.Truth => value.IsTrue ? possible.MayBeTrue : possible.MayBeFalse,
        PossibleKind.Number => possible.Interval.Contains(value.AsNumber()),
        PossibleKind.Text => possible.Texts is not { } texts || texts.Contains(value.AsString()),
        _ => possible.Kind == PossibleKind.Any,
    };
}

/// <summary>Random FEEL texts of the criteria profile without null, over the sample catalogue.</summary>
internal static class RandomRules
{
    private static readonly string[] Roles = ["gap", "key", "none"];

    public static IEnumerable<(string Key, FeelValue Value)> Facts(Random random) =>
    [
        ("revenueY1", random.Next(0, 12)),
        ("profitY1", random.Next(-6, 12)),
        ("patents", random.Next(0, 5)),
        ("level", random.Next(1, 5)),
        ("share", random.Next(0, 11) * 10),
        ("isListed", random.Next(2) == 0),
        ("role", Roles[random.Next(3)]),
    ];

    public static string Condition(Random random, int depth)
    {
        if (depth == 0 || random.Next(5) == 0) return Test(random, depth);
        return random.Next(7) switch
        {
            0 or 1 => $"({Condition(random, depth - 1)} and {Condition(random, depth - 1)})",
            2 or 3 => $"({Condition(random, depth - 1)} or {Condition(random, depth - 1)})",
            4 => $"not({Condition(random, depth - 1)})",
            5 => $"(if {Condition(random, depth - 1)} then {Condition(random, depth - 1)} else {Condition(random, depth - 1)})",
            _ => $"(count([{Condition(random, depth - 1)}, {Condition(random, depth - 1)}][item = true]) {Operator(random)} {random.Next(3)})",
        };
    }

    public static string Number(Random random, int depth)
    {
        if (depth == 0 || random.Next(4) == 0) return Atom(random);
        return random.Next(10) switch
        {
            0 or 1 => $"({Number(random, depth - 1)} + {Number(random, depth - 1)})",
            2 => $"({Number(random, depth - 1)} - {Number(random, depth - 1)})",
            3 => $"({Number(random, depth - 1)} * {Number(random, depth - 1)})",
            4 => $"({Number(random, depth - 1)} / {random.Next(1, 9)})",
            5 => $"min([{Number(random, depth - 1)}, {Number(random, depth - 1)}])",
            6 => $"max({Number(random, depth - 1)}, {Number(random, depth - 1)})",
            7 => $"floor({Number(random, depth - 1)})",
            8 => $"sqrt(abs({Number(random, depth - 1)}))",
            _ => $"(if {Condition(random, depth - 1)} then {Number(random, depth - 1)} else {Number(random, depth - 1)})",
        };
    }

    private static string Test(Random random, int depth) => random.Next(8) switch
    {
        0 => "已上市",
        1 => $"产业链角色 = \"{Roles[random.Next(3)]}\"",
        2 => $"产业链角色 in (\"gap\", \"{Roles[random.Next(3)]}\")",
        3 => $"({Number(random, Math.Max(0, depth - 1))} between {random.Next(-3, 5)} and {random.Next(5, 20)})",
        4 => $"({Number(random, Math.Max(0, depth - 1))} in [{random.Next(-3, 5)}..{random.Next(5, 20)}))",
        _ => $"({Number(random, Math.Max(0, depth - 1))} {Operator(random)} {Number(random, Math.Max(0, depth - 2))})",
    };

    private static string Atom(Random random) => random.Next(7) switch
    {
        0 => "上年度营业收入",
        1 => "上年度净利润",
        2 => "发明专利数",
        3 => "数字化等级",
        4 => "市场占有率",
        _ => random.Next(-5, 15).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static string Operator(Random random) => random.Next(6) switch { 0 => "<", 1 => "<=", 2 => ">", 3 => ">=", 4 => "=", _ => "!=" };
}
