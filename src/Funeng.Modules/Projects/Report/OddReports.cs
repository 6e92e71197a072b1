using Funeng.Engines.Planning.Targets;
using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Ui;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Report;

/// <summary>What makes a report look odd, from <c>rules/projects/reports.yaml</c>. An odd report counts all the same; somebody should look at it.</summary>
public sealed class OddReports
{
    private decimal JumpTimes { get; init; } = 4;

    private decimal JumpShare { get; init; } = 30;

    private int SameReports { get; init; } = 3;

    private int CopiedLetters { get; init; } = 8;

    private decimal PhotoKilometres { get; init; } = 5;

    public static OddReports Read(Installation installation)
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "reports.yaml");
        if (!File.Exists(file)) return new OddReports();
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(File.ReadAllText(file));
        return new OddReports { JumpTimes = yaml.JumpTimes, JumpShare = yaml.JumpShare, SameReports = yaml.SameReports, CopiedLetters = yaml.CopiedLetters, PhotoKilometres = yaml.PhotoKilometres };
    }

    /// <param name="doneFen">Done in the year by the end of the ten days.</param>
    /// <param name="progress">Hundredths of a percent.</param>
    /// <param name="note">The words.</param>
    /// <param name="planFen">The plan of the year.</param>
    /// <param name="earlier">The reports before it, the oldest first.</param>
    public IReadOnlyList<string> Flags(long doneFen, int? progress, string note, long? planFen, IReadOnlyList<ProjectReport> earlier, int year)
    {
        var flags = new List<string>();
        // Of two reports of the same ten days the later counts.
        var ofYear = earlier.Where(report => report.Year == year).GroupBy(report => report.TenDay).Select(group => group.Last()).ToList();
        var last = ofYear.LastOrDefault();
        var step = doneFen - (last?.DoneFen ?? 0);
        if (step < 0) flags.Add($"累计完成比上次少 {Fmt.Wan(-step / 100m)} 万元");
        if (planFen is > 0 and var plan && last is not null && step * 100m / plan > JumpShare) flags.Add($"一旬完成全年计划的 {Fmt.Percent(step * 100m / plan)}");
        else if (ofYear.Count >= 3 && last!.DoneFen > 0 && step > JumpTimes * last.DoneFen / ofYear.Count) flags.Add($"本旬完成额是此前各旬平均的 {Fmt.Number(decimal.Round(step * (decimal)ofYear.Count / last.DoneFen, 1))} 倍");
        if (earlier is [.., var before] && progress < before.Progress) flags.Add("形象进度比上次低");
        if (ofYear.Count >= SameReports - 1 && ofYear.TakeLast(SameReports - 1).All(report => report.DoneFen == doneFen && report.Progress == progress)) flags.Add($"连续 {SameReports} 旬没有任何变化");
        if (note.Length >= CopiedLetters && earlier.LastOrDefault(report => report.Note == note) is { } copied) flags.Add($"文字与{copied.Period}的报告一字不差");
        return flags;
    }

    /// <summary>What a photo says of itself against the ten days it is to show and the place of the one before it; a photo that says nothing is not odd.</summary>
    internal IEnumerable<string> Flags(PhotoMark photo, PhotoMark before, TargetPeriod period, DateOnly today)
    {
        if (photo.TakenOn is { } day && (day < period.First || day > today)) yield return $"照片摄于 {Fmt.Date(day)}，不在{period}";
        if (photo.From(before) is { } kilometres && (decimal)kilometres > PhotoKilometres) yield return $"照片的拍摄地点离上一张 {Fmt.Number((decimal)kilometres, 1)} 公里";
    }

    private sealed class FileYaml
    {
        public decimal JumpTimes { get; set; } = 4;
        public decimal JumpShare { get; set; } = 30;
        public int SameReports { get; set; } = 3;
        public int CopiedLetters { get; set; } = 8;
        public decimal PhotoKilometres { get; set; } = 5;
    }
}
