using Funeng.Modules.Foundation;
using Funeng.Modules.Lists;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects;

/// <summary>One stage of a project's life.</summary>
/// <param name="Code">The value of the fact 项目状态.</param>
/// <param name="From">The stages it is entered from.</param>
/// <param name="Dated">Key of the fact that keeps the day of entry; empty for none.</param>
/// <param name="Enter">FEEL: what must hold on the day of entry; empty for nothing.</param>
/// <param name="Evidence">Keys of the facts asked for at the entry.</param>
public sealed record Stage(
    string Code, int Order, string Meaning, IReadOnlyList<string> From, string Dated, string Enter, IReadOnlyList<string> Evidence)
{
    /// <summary>The condition of entry, decided like that of a list.</summary>
    public LiveList? EntryCondition => Enter.Length == 0 ? null
        : ListDefinitions.Make($"enter-{Order}", $"进入{Code}", "", ProjectsModule.Subject, Enter, $"进入{Code}的条件", "", []);
}

/// <summary>The stages of projects and the ways between them, from <c>rules/projects/life-cycle.yaml</c>.</summary>
public sealed class LifeCycle(IReadOnlyList<Stage> stages)
{
    public const string Ended = "终止";

    public IReadOnlyList<Stage> Stages { get; } = [.. stages.OrderBy(stage => stage.Order)];

    public static LifeCycle Read(Installation installation)
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "life-cycle.yaml");
        if (!File.Exists(file))
            return new LifeCycle([]);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(File.ReadAllText(file));
        return new LifeCycle([.. yaml.Stages.Select(stage => new Stage(
            stage.Code, stage.Order, stage.Meaning, stage.From, stage.Dated ?? "", stage.Enter ?? "", stage.Evidence))]);
    }

    public Stage? Find(string? code) => Stages.FirstOrDefault(stage => stage.Code == code);

    /// <summary>The stages a project may enter next.</summary>
    public IReadOnlyList<Stage> Next(string? code) => [.. Stages.Where(stage => code is null ? stage.From.Count == 0 : stage.From.Contains(code))];

    /// <summary>The stages a project is led through one after another, without the way out of them.</summary>
    public IReadOnlyList<Stage> Way => [.. Stages.Where(stage => stage.Code != Ended)];

    private sealed class FileYaml
    {
        public List<StageYaml> Stages { get; set; } = [];
    }

    private sealed class StageYaml
    {
        public string Code { get; set; } = "";
        public int Order { get; set; }
        public string Meaning { get; set; } = "";
        public List<string> From { get; set; } = [];
        public string? Dated { get; set; }
        public string? Enter { get; set; }
        public List<string> Evidence { get; set; } = [];
    }
}
