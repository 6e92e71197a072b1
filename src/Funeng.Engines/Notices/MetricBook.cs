using System.Text.RegularExpressions;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Notices;

/// <summary>The catalogue's quantities by what they measure, for which years and how summed up; found in text by words that are data.</summary>
internal sealed partial class MetricBook
{
    private readonly Dictionary<string, Metric> byBase = new(StringComparer.Ordinal);
    private readonly List<(Regex Pattern, Metric Metric, string Follows)> patterns = [];

    public MetricBook(FactCatalogue catalogue, NoticeWords words)
    {
        var filedWithViews = catalogue.All.Select(fact => fact.Origin).OfType<FactOrigin.View>().Select(view => view.Of).ToHashSet();
        foreach (var fact in catalogue.All)
        {
            if (fact.Subject != "enterprise" || fact.Type is not (FactType.Number or FactType.Integer) || fact.Origin is FactOrigin.Review || filedWithViews.Contains(fact.Key)) continue;
            Place(fact);
        }

        foreach (var entry in words.Metrics)
        {
            if (!byBase.TryGetValue(entry.Base, out var metric)) continue;
            foreach (var (years, name) in entry.Windows)
            {
                if (catalogue.FindByName(name) is not null) metric.Windows[years] = name;
            }

            patterns.AddRange(entry.Patterns.Select(pattern => (new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), metric, entry.Follows)));
        }

        AddGrowth(words);
        patterns.AddRange(byBase.Values.Select(metric => (new Regex(Regex.Escape(metric.Base), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), metric, "")));
    }

    // 产值较上年增长, 出口额同比增幅: however a quantity is named, its growth is named by the same words and these.
    private void AddGrowth(NoticeWords words)
    {
        foreach (var entry in words.Metrics.Where(entry => entry.Follows.Length == 0))
        {
            if (!byBase.TryGetValue(entry.Base + "增长率", out var growth)) continue;
            patterns.AddRange(entry.Patterns.Select(pattern => (new Regex($"(?:{pattern})" + Compared + Grows, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), growth, "")));
        }

        foreach (var metric in byBase.Values.ToList())
        {
            if (byBase.TryGetValue(metric.Base + "增长率", out var growth)) AddElliptic(metric, growth);
        }
    }

    // 且增长8%以上, and the other way round 同比增长10%，总额300万元以上.
    private void AddElliptic(Metric metric, Metric growth)
    {
        patterns.Add((new Regex(Against + Grows, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), growth, metric.Base));
        if (metric.Unit == "元") patterns.Add((new Regex("(?:总额|总量|金额)", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant), metric, growth.Base));
    }

    private const string Against = "(?:总额|总量|规模)?(?:的|同比|(?:较|比|与)(?:上一?年度?|前一?年度?|去年|上年同期|同期|20[0-9][0-9]年度?)(?:同期)?(?:相比)?|实现|保持|均)*";
    private const string Compared = "(?:总额|总量|规模)?(?:的|年|年度|同比|(?:较|比|与)(?:上一?年度?|前一?年度?|去年|上年同期|同期|20[0-9][0-9]年度?)(?:同期)?(?:相比)?|实现|保持|均)*";
    private const string Grows = "(?:有所|正)?(?:增长率|增速|增幅|增长|提高|下降|下滑|降幅|减少)(?:率|幅度)?";

    /// <summary>Mentions of quantities in order; where two overlap, the longer one. One mention may name several, told apart by the unit.</summary>
    public List<Mention> Find(string text)
    {
        var all = patterns.Where(item => item.Follows.Length == 0).SelectMany(item => Matches(item, text))
            .GroupBy(match => (match.Start, match.End)).Select(group => new Mention(group.Key.Start, group.Key.End, [.. group.Select(match => match.Metric).Distinct()]))
            .OrderByDescending(mention => mention.End - mention.Start).ThenBy(mention => mention.Start);
        var kept = new List<Mention>();
        foreach (var mention in all)
        {
            if (!kept.Exists(other => mention.Start < other.End && mention.End > other.Start)) kept.Add(mention);
        }

        AddElliptic(text, kept);
        return [.. kept.OrderBy(mention => mention.Start)];
    }

    // 研发费用不低于100万元，且占比不低于3%: what it is a share of was named before.
    private void AddElliptic(string text, List<Mention> kept)
    {
        foreach (var item in patterns.Where(item => item.Follows.Length > 0))
        {
            foreach (var (start, end, metric) in Matches(item, text))
            {
                var last = kept.Where(mention => mention.End <= start).MaxBy(mention => mention.End);
                if (last is null || last.Metrics.All(before => before.Base != item.Follows)) continue;
                if (!Joins(text, last.End, start) || item.Metric.Base.EndsWith("增长率", StringComparison.Ordinal) && !GrowthEnds().IsMatch(text[end..])) continue;
                if (kept.Exists(other => other.Start < start && other.End > start)) continue;
                kept.RemoveAll(other => other.Start >= start && other.Start < end);
                kept.Add(new Mention(start, end, [metric]));
            }
        }
    }

    // 营业收入5000万元以上，改造后生产效率提高20%: what grows is named, and is not what was named before.
    private static bool Joins(string text, int from, int to)
    {
        var between = text[from..to].ToCharArray();
        foreach (var bound in BoundScanner.Find(text).Where(bound => bound.Start >= from && bound.End <= to)) Array.Fill(between, '，', bound.Start - from, bound.End - bound.Start);
        return Joining().IsMatch(new string(between));
    }

    private static IEnumerable<(int Start, int End, Metric Metric)> Matches((Regex Pattern, Metric Metric, string Follows) item, string text) =>
        item.Pattern.Matches(text).Where(match => match.Length > 0).Select(match => (match.Index, match.Index + match.Length, item.Metric));

    private void Place(FactDefinition fact)
    {
        var (offset, years, sum, name) = Read(fact);
        if (!byBase.TryGetValue(name, out var metric)) byBase.Add(name, metric = new Metric(name, fact.Unit));
        if (years > 0) metric.Summed.TryAdd((years, sum), fact.Name);
        else if (offset is { } year) metric.Years.TryAdd(year, fact.Name);
        else metric.Any ??= fact.Name;
    }

    private static (int? Offset, int Years, Sum Sum, string Base) Read(FactDefinition fact)
    {
        var match = Parts().Match(fact.Name);
        var (when, name, end) = (match.Groups["when"].Value, match.Groups["base"].Value, match.Groups["end"].Value);
        var before = match.Groups["begin"].Value;
        var sum = end == "合计" ? Sum.Total : end.Length > 0 || before.Length > 0 ? Sum.Average : Sum.None;
        return when switch
        {
            "近两年" or "近2年" => (null, 2, sum, name),
            "近三年" or "近3年" => (null, 3, sum, name),
            "近五年" => (null, 5, sum, name),
            "上年度" or "上年末" or "最近一年" => (-1, 0, sum, name),
            "前年度" or "前年末" => (-2, 0, sum, name),
            "前三年度" or "前三年末" => (-3, 0, sum, name),
            "本年度" => (0, 0, sum, name),
            _ => (fact.Origin is FactOrigin.View view ? view.YearOffset : null, 0, Sum.None, fact.Name),
        };
    }

    [GeneratedRegex("^(?:[，、□]|且|并|同时|而|但|又|其中|均|都|应|须|也|在|为|的|首次|累计|合计|平均|每年|分别|企业|上一?年度?|去年|当年|20[0-9][0-9]年度?)*$")]
    private static partial Regex Joining();

    // Behind a growth comes its number or nothing; 且提高产能20% speaks of another thing.
    [GeneratedRegex("^(?:$|[，。；、□]|的|且|并|或|(?:均|都|应|须|也|在|为|分别|平均|幅度|比例|率|达到?|保持)*(?:不得?[低少小高大]于|不超过|至少|超|[高大多低小]于|[≥>≤<]|[0-9百零一二三四五六七八九十两]))")]
    private static partial Regex GrowthEnds();

    [GeneratedRegex("^(?:(?<when>上年度|上年末|前年度|前年末|前三年度|前三年末|近两年|近2年|近三年|近3年|近五年|最近一年|本年度)(?<begin>平均|年均)?)?(?<base>.+?)(?<end>平均|均值|合计)?$")]
    private static partial Regex Parts();
}

/// <summary>Where a text names a quantity.</summary>
internal sealed record Mention(int Start, int End, IReadOnlyList<Metric> Metrics)
{
    public Metric? In(string unit) => unit switch
    {
        "会计年度" => Metrics.FirstOrDefault(metric => metric.CountsFiscalYears),
        "月" => Metrics.FirstOrDefault(metric => metric.Unit == "月") ?? Metrics.FirstOrDefault(metric => metric.Unit == "年" && !metric.CountsFiscalYears),
        _ => Metrics.FirstOrDefault(metric => metric.Unit == unit && !metric.CountsFiscalYears),
    };

    /// <summary>Of several quantities named alike (融资 of some years, 融资 in all) the one that is kept for the time.</summary>
    public Metric? In(string unit, TimeWord time) => Metrics.Count < 2 || unit is "会计年度" or "月" ? In(unit)
        : Metrics.Where(metric => metric.Unit == unit && !metric.CountsFiscalYears).OrderByDescending(metric => metric.Speaks(time)).FirstOrDefault();
}

/// <summary>How several years become one figure.</summary>
internal enum Sum
{
    None,
    Total,
    Average,
    Each,
}

/// <summary>One quantity with the facts that hold it.</summary>
internal sealed class Metric(string name, string unit)
{
    public string Base { get; } = name;

    public string Unit { get; } = unit;

    public bool CountsFiscalYears => Base.Contains("会计年度", StringComparison.Ordinal);

    /// <summary>The fact that holds it without regard to a year.</summary>
    public string? Any { get; set; }

    public Dictionary<int, string> Years { get; } = [];

    public Dictionary<(int Years, Sum Sum), string> Summed { get; } = [];

    /// <summary>Facts that the words name for a stretch of years, where the catalogue's name follows no pattern.</summary>
    public Dictionary<int, string> Windows { get; } = [];

    // What is held today says nothing of what was won in three years.
    private bool IsMeasuredOverYears => Unit is not "项";

    /// <summary>How well the quantity is kept for a time: 2 for a fact of that stretch of years, 1 for one that can be composed, 0 for none.</summary>
    public int Speaks(TimeWord time) => time.Years > 1 && (Windows.ContainsKey(time.Years) || Summed.Keys.Any(key => key.Years == time.Years)) ? 2
        : Keep(new Bound(0, 0, new Limit(0, 1, true), null, Unit), time) is null ? 0 : 1;

    /// <summary>The condition that the quantity keeps a bound in a time; null where the catalogue cannot say it.</summary>
    public Condition? Keep(Bound bound, TimeWord time)
    {
        if (time.Years <= 1 || Years.Count == 0 && Summed.Count == 0)
            return time.Years > 1 && Any is not null && Years.Count == 0 && !IsMeasuredOverYears ? null : Single(time) is { } single ? bound.On(bound.Unit == "月" && Unit == "年" ? $"{single} * 12" : single) : null;
        if (time.Sum != Sum.Each && Windows.TryGetValue(time.Years, out var window)) return bound.On(window);
        if (Summed.TryGetValue((time.Years, time.Sum), out var summed)) return bound.On(summed);
        if (Years.Count == 0 && Summed.Where(item => item.Key.Years == time.Years).Select(item => item.Value).ToList() is [var only]) return bound.On(only);
        var years = Enumerable.Range(1, time.Years).Select(back => Years.GetValueOrDefault(-back)).ToList();
        if (years.Contains(null)) return null;
        return time.Sum switch
        {
            Sum.Total => bound.On($"({string.Join(" + ", years)})"),
            Sum.Average => bound.On($"({string.Join(" + ", years)}) / {time.Years}"),
            _ => Condition.AllOf(years.Select(year => bound.On(year!))),
        };
    }

    /// <summary>The fact of one year; without a year named, that of the year before the application.</summary>
    public string? FactOf(TimeWord time) => time.Years > 1 ? null : Single(time);

    private string? Single(TimeWord time)
    {
        // 当年 of a notice is over when the money is applied for: where no fact is kept of the running year, the year before it.
        if (time.Offset is { } offset && Years.Count > 0) return Years.GetValueOrDefault(offset) ?? (offset == 0 ? Years.GetValueOrDefault(-1) : null);
        return Any ?? Years.GetValueOrDefault(0) ?? Years.GetValueOrDefault(-1) ?? (time.Years <= 1 && Years.Count == 0 && Summed.Count == 1 ? Summed.Values.First() : null);
    }
}
