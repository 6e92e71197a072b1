using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Ui;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Report;

/// <summary>What makes a report look odd, from <c>rules/projects/reports.yaml</c>. An odd report counts all the same; somebody should look at it.</summary>
public sealed class OddReports
{
    private const decimal FenInWan = 1_000_000;

    private readonly Limits limits;

    private OddReports(Limits limits) => this.limits = limits;

    public static OddReports Read(Installation installation)
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "reports.yaml");
        return new OddReports(File.Exists(file) ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Limits>(File.ReadAllText(file)) : new Limits());
    }

    /// <summary>The rules in words, with their figures.</summary>
    public IReadOnlyList<string> Rules =>
    [
        $"本旬完成额超过全年计划的 {Fmt.Number(limits.JumpShare)}%；没有全年计划的，超过此前各旬平均的 {Fmt.Number(limits.JumpTimes)} 倍",
        $"累计完成、形象进度、累计用电或累计发票比上次少；连续 {limits.SameReports} 旬一个数都没有变；文字与以前的报告一字不差",
        $"本旬有完成额而用电没有增加；或完成额达到此前各旬平均的 {Fmt.Number(limits.PowerTimes)} 倍以上，用电却不到平均的 {Fmt.Number(limits.PowerShare)}%",
        $"累计完成满 {Fmt.Number(limits.InvoicedFrom)} 万元，累计取得发票却不到它的 {Fmt.Number(limits.InvoicedShare)}%",
        $"照片与以前的完全相同、不是本旬拍的，或拍摄地点离项目 {Fmt.Number(limits.PhotoKilometres)} 公里以上",
    ];

    /// <param name="report">The report.</param>
    /// <param name="planFen">The plan of the year.</param>
    /// <param name="earlier">The reports before it, the oldest first.</param>
    public IReadOnlyList<string> Flags(ProjectReport report, long? planFen, IReadOnlyList<ProjectReport> earlier)
    {
        // Of two reports of the same ten days the later counts.
        var ofYear = earlier.Where(other => other.Year == report.Year).GroupBy(other => other.TenDay).Select(group => group.Last()).ToList();
        return [.. Investment(report, planFen, earlier, ofYear), .. Power(report, ofYear), .. Invoices(report, ofYear)];
    }

    /// <summary>What a photo says of itself against the ten days it is to show and the place of the project; a photo that says nothing is not odd.</summary>
    internal IEnumerable<string> Flags(PhotoMark photo, int? metres, bool isPlaceConfirmed, TargetPeriod period, DateOnly today)
    {
        if (photo.TakenOn is { } day && (day < period.First || day > today)) yield return $"照片摄于 {Fmt.Date(day)}，不在{period}";
        if (metres > limits.PhotoKilometres * 1000) yield return $"照片的拍摄地点离{(isPlaceConfirmed ? "项目" : "项目第一张照片")} {Fmt.Number(metres.Value / 1000m, 1)} 公里{(isPlaceConfirmed ? "" : "，项目位置还没有确认")}";
    }

    private IEnumerable<string> Investment(ProjectReport report, long? planFen, IReadOnlyList<ProjectReport> earlier, List<ProjectReport> ofYear)
    {
        var (last, step) = (ofYear.LastOrDefault(), Step(report, ofYear));
        if (step < 0) yield return $"累计完成比上次少 {Fmt.Wan(-step / 100m)} 万元";
        if (planFen is > 0 and var plan && last is not null && step * 100m / plan > limits.JumpShare) yield return $"一旬完成全年计划的 {Fmt.Percent(step * 100m / plan)}";
        else if (ofYear.Count >= 3 && last!.DoneFen > 0 && step > limits.JumpTimes * last.DoneFen / ofYear.Count) yield return $"本旬完成额是此前各旬平均的 {Fmt.Number(decimal.Round(step * (decimal)ofYear.Count / last.DoneFen, 1))} 倍";
        if (earlier is [.., var before] && report.Progress < before.Progress) yield return "形象进度比上次低";
        if (ofYear.Count >= limits.SameReports - 1 && ofYear.TakeLast(limits.SameReports - 1).All(other => other.DoneFen == report.DoneFen && other.Progress == report.Progress)) yield return $"连续 {limits.SameReports} 旬没有任何变化";
        if (report.Note.Length >= limits.CopiedLetters && earlier.LastOrDefault(other => other.Note == report.Note) is { } copied) yield return $"文字与{copied.Period}的报告一字不差";
    }

    /// <summary>Whoever builds uses electricity: more built with less of it is odd. What is not known is not held against anybody.</summary>
    private IEnumerable<string> Power(ProjectReport report, List<ProjectReport> ofYear)
    {
        if (report.PowerKwh is not { } now || ofYear.FindLastIndex(other => other.PowerKwh is not null) is not (>= 0 and var index)) yield break;
        var (before, step) = (ofYear[index], report.DoneFen - ofYear[index].DoneFen);
        var (used, periods) = (now - before.PowerKwh!.Value, report.TenDay - before.TenDay);
        if (used < 0) yield return $"累计用电比上次少 {Fmt.Number(-used)} 千瓦时";
        else if (used == 0 && step > 0) yield return $"完成 {Fmt.Wan(step / 100m)} 万元，用电没有增加";
        else if (index >= 2 && Usual(ofYear, index) is var (done, power) && done > 0 && power > 0 && step >= limits.PowerTimes * done * periods && used * 100 < limits.PowerShare * power * periods)
            yield return $"完成额是此前各旬平均的 {Fmt.Number(decimal.Round(step / (done * periods), 1))} 倍，用电只有平均的 {Fmt.Percent(used * 100 / (power * periods))}";
    }

    private IEnumerable<string> Invoices(ProjectReport report, List<ProjectReport> ofYear)
    {
        if (report.InvoicedFen is not { } now) yield break;
        if (ofYear.LastOrDefault(other => other.InvoicedFen is not null)?.InvoicedFen is { } before && now < before) yield return $"累计取得发票比上次少 {Fmt.Wan((before - now) / 100m)} 万元";
        if (report.DoneFen >= limits.InvoicedFrom * FenInWan && now * 100m < limits.InvoicedShare * report.DoneFen)
            yield return $"累计取得发票 {Fmt.Wan(now / 100m)} 万元，只有累计完成投资的 {Fmt.Percent(now * 100m / report.DoneFen)}";
    }

    private static long Step(ProjectReport report, List<ProjectReport> ofYear) => report.DoneFen - (ofYear.LastOrDefault()?.DoneFen ?? 0);

    /// <summary>Fen and kilowatt-hours of the usual ten days up to a report.</summary>
    private static (decimal Done, decimal Power) Usual(List<ProjectReport> ofYear, int index)
    {
        var periods = (decimal)(ofYear[index].TenDay - ofYear[0].TenDay + 1);
        return (ofYear[index].DoneFen / periods, ofYear[index].PowerKwh!.Value / periods);
    }

    private sealed class Limits
    {
        public decimal JumpTimes { get; set; } = 4;
        public decimal JumpShare { get; set; } = 30;
        public int SameReports { get; set; } = 3;
        public int CopiedLetters { get; set; } = 8;
        public decimal PhotoKilometres { get; set; } = 5;
        public decimal PowerTimes { get; set; } = 2;
        public decimal PowerShare { get; set; } = 40;
        public decimal InvoicedShare { get; set; } = 30;
        public decimal InvoicedFrom { get; set; } = 1000;
    }
}
