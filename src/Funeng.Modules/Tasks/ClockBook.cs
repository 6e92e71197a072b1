using System.Globalization;
using Funeng.Engines.Planning;
using Funeng.Modules.Foundation;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Tasks;

/// <summary>One stage of a kind of task and its limit, counted from the opening.</summary>
public sealed record TaskStage(string Name, WorkSpan Within);

/// <summary>Limits in words.</summary>
public static class ClockWords
{
    /// <summary>3 个工作日.</summary>
    public static string Words(this WorkSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{span.Amount} {span.Unit switch { SpanUnit.WorkDays => "个工作日", SpanUnit.WorkHours => "个工作小时", SpanUnit.Hours => "小时", _ => "天" }}");
}

/// <summary>One kind of task: its stages and its ladder of reminders.</summary>
/// <param name="IsMeasured">It is published with an indicator only: a name, a target, a unit.</param>
public sealed record TaskKind(string Id, string Name, IReadOnlyList<TaskStage> Stages, IReadOnlyList<LadderRung> Ladder, bool IsMeasured = false)
{
    /// <summary>The rungs that count in a state: of an open item those for whoever does it, of one handed in those for whoever confirms it.</summary>
    public IReadOnlyList<LadderRung> RungsIn(TaskState state) => state switch
    {
        TaskState.Open => [.. Ladder.Where(rung => rung.Anchor != RungAnchor.HandedIn)],
        TaskState.Submitted => [.. Ladder.Where(rung => rung.Anchor == RungAnchor.HandedIn)],
        _ => [],
    };
}

/// <summary>How long a supervised body has to reply, and what each rung costs.</summary>
public sealed record SupervisionTerms(int ReplyWorkdays, IReadOnlyDictionary<OrderLevel, int> Points, int ReturnedPoints);

/// <summary>The kinds of tasks, their limits and ladders, from <c>rules/clocks.yaml</c>.</summary>
public sealed class ClockBook
{
    private readonly Dictionary<string, TaskKind> kinds;

    private ClockBook(IEnumerable<TaskKind> kinds, WorkHours hours, YellowsYaml yellows, SupervisionTerms supervision)
    {
        this.kinds = kinds.ToDictionary(kind => kind.Id);
        (Hours, YellowsNeeded, YellowsWithinDays, Supervision) = (hours, yellows.Needed, yellows.WithinDays, supervision);
    }

    public SupervisionTerms Supervision { get; }

    public WorkHours Hours { get; }

    public int YellowsNeeded { get; }

    public int YellowsWithinDays { get; }

    public IReadOnlyCollection<TaskKind> Kinds => kinds.Values;

    public static ClockBook Load(Installation installation) => Read(Path.Combine(installation.RulesFolder, "clocks.yaml"));

    public TaskKind? Find(string id) => kinds.GetValueOrDefault(id);

    /// <summary>A kind that was taken out of the file has no stages and no ladder any more.</summary>
    public TaskKind Get(string id) => Find(id) ?? new TaskKind(id, id, [], []);

    internal static ClockBook Read(string file)
    {
        using var reader = File.OpenText(file);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader);
        var ladders = yaml.Ladders.ToDictionary(pair => pair.Key, pair => pair.Value.ConvertAll(rung => rung.Read(file)));
        var kinds = yaml.Kinds.Select(kind => new TaskKind(
            kind.Id, kind.Name, kind.Stages.ConvertAll(stage => new TaskStage(stage.Name, stage.Read(file))),
            ladders.GetValueOrDefault(kind.Ladder) ?? throw new InvalidDataException($"{file}: kind {kind.Id} names no known ladder: '{kind.Ladder}'"),
            kind.Measured));
        return new ClockBook(kinds, new WorkHours(yaml.Hours.ConvertAll(text => Stretch(text, file))), yaml.Yellows, yaml.Supervision.Read(file));
    }

    private static WorkStretch Stretch(string text, string file) =>
        text.Split('-') is [var from, var to] && Time(from) is { } start && Time(to) is { } end && start < end
            ? new WorkStretch(start, end)
            : throw new InvalidDataException($"{file}: '{text}' are no opening hours; write 08:30-12:00");

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text.Trim(), "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static T Member<T>(string text, string file)
        where T : struct, Enum => Enum.TryParse<T>(text, ignoreCase: true, out var member) && Enum.IsDefined(member)
            ? member
            : throw new InvalidDataException($"{file}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");

    private sealed class FileYaml
    {
        public List<string> Hours { get; set; } = [];
        public Dictionary<string, List<RungYaml>> Ladders { get; set; } = [];
        public YellowsYaml Yellows { get; set; } = new();
        public SupervisionYaml Supervision { get; set; } = new();
        public List<KindYaml> Kinds { get; set; } = [];
    }

    private sealed class YellowsYaml
    {
        public int Needed { get; set; } = 3;
        public int WithinDays { get; set; } = 90;
    }

    private sealed class SupervisionYaml
    {
        public int ReplyWorkdays { get; set; } = 3;
        public Dictionary<string, int> Points { get; set; } = [];

        public SupervisionTerms Read(string file) => new(
            ReplyWorkdays, Points.Where(pair => pair.Key != "returned").ToDictionary(pair => Member<OrderLevel>(pair.Key, file), pair => pair.Value), Points.GetValueOrDefault("returned"));
    }

    private sealed class RungYaml
    {
        public string Id { get; set; } = "";
        public string From { get; set; } = "";
        public int Workdays { get; set; }
        public string Act { get; set; } = "";

        public LadderRung Read(string file) => new(Id, Member<RungAnchor>(From, file), Workdays, Member<RungAct>(Act, file));
    }

    private sealed class KindYaml
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public string Ladder { get; set; } = "";
        public bool Measured { get; set; }
        public List<StageYaml> Stages { get; set; } = [];
    }

    private sealed class StageYaml
    {
        public string Name { get; set; } = "";
        public int Within { get; set; }
        public string Unit { get; set; } = "";

        public WorkSpan Read(string file) => Within is > 0 and <= 1000
            ? new(Within, Member<SpanUnit>(Unit, file))
            : throw new InvalidDataException($"{file}: stage {Name} has no limit between 1 and 1000");
    }
}
