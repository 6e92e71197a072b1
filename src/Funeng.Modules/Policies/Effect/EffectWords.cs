using Funeng.Engines.Effects;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Effect;

/// <summary>What an effect page says, in sentences a person can repeat.</summary>
internal static class EffectWords
{
    /// <summary>A difference of logarithms as a share: +3.2%.</summary>
    public static string Share(double logarithm)
    {
        var percent = (decimal)Math.Round(Math.Clamp((Math.Exp(Math.Min(logarithm, 20)) - 1) * 100, -100, 1e6), 1);
        return percent == 0 ? "0%" : $"{(percent > 0 ? "+" : "−")}{Fmt.Percent(Math.Abs(percent))}";
    }

    public static string Range(EffectEstimate estimate) => double.IsInfinity(estimate.High) ? Fmt.Missing : $"{Share(estimate.Low)} 到 {Share(estimate.High)}";

    /// <summary>How often chance does it.</summary>
    public static string Chance(double chance) => chance < 0.001 ? "不到 0.1%" : Fmt.Percent((decimal)Math.Round(chance * 100, 1));

    public static string Headline(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Better => "有证据：比相近企业好",
        EffectVerdict.Worse => "有证据：比相近企业差",
        EffectVerdict.NoEvidence => "没有证据",
        EffectVerdict.NotComparable => "不可比，不下结论",
        EffectVerdict.Untested => "没有检验，不下结论",
        _ => "太少，不下结论",
    };

    /// <summary>The kind of note it is shown in.</summary>
    public static string? Kind(EffectVerdict verdict) => verdict switch
    {
        EffectVerdict.Better => "ok",
        EffectVerdict.Worse => "bad",
        EffectVerdict.NoEvidence => null,
        _ => "warn",
    };

    public static string Sentence(EffectView view, EffectFinding finding)
    {
        var (estimate, outcome) = (finding.Estimate, view.Outcome.Label);
        return finding.Verdict switch
        {
            EffectVerdict.Better or EffectVerdict.Worse =>
                $"{outcome}从 {view.Span!.Before} 年到 {view.Span.After} 年，受益企业比相近企业{(estimate.Mean > 0 ? "多增" : "少增")} {Share(estimate.Mean)}（95% 区间 {Range(estimate)}）；若政策不起作用，偶然出现这样的差距只有 {Chance(estimate.Chance)}；受益之前没有这样的差距。",
            EffectVerdict.NoEvidence =>
                $"{outcome}的差距是 {Share(estimate.Mean)}，95% 区间 {Range(estimate)}，偶然出现的可能是 {Chance(estimate.Chance)}：看不出作用，也不等于没有作用。不到 {Share(Smallest(estimate))} 左右的作用，这批数据多半看不出来。",
            EffectVerdict.NotComparable => WhyNot(view, finding),
            EffectVerdict.Untested => "没有更早的数据，不能检验两边在受益之前是否本来就不一样。下面的差距只供参考。",
            _ => $"数据齐全、又找得到相近企业的只有 {estimate.Sets.Count} 家，少于 {EffectEstimator.FewestSets} 家。",
        };
    }

    /// <summary>What can be found four times in five, about: 2.8 standard errors.</summary>
    private static double Smallest(EffectEstimate estimate) => (estimate.High - estimate.Low) / 2 / 1.96 * 2.8;

    private static string WhyNot(EffectView view, EffectFinding finding)
    {
        var estimate = finding.Estimate;
        if (estimate.Sets.Count < EffectEstimator.LeastMatched * estimate.Got) return $"{estimate.Got} 家受益企业里只有 {estimate.Sets.Count} 家找得到相近的企业，剩下的不像任何没有受益的企业。";
        var apart = view.Measures.Zip(estimate.Balance).Where(pair => Math.Abs(pair.Second.After) > EffectEstimator.MostApart).Select(pair => pair.First).ToList();
        if (apart.Count > 0) return $"配对以后两边的{string.Join("、", apart)}仍相差 {EffectEstimator.MostApart} 个标准差以上。";
        return $"受益之前两边就不一样：提前一年做同样的比较，已经有 {Share(finding.Placebo!.Mean)} 的差距（偶然的可能 {Chance(finding.Placebo.Chance)}）。之后的差距不能归到政策上。";
    }
}
