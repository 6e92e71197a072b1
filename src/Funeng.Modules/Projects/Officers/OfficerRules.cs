using Funeng.Modules.Foundation;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Officers;

/// <summary>How often service officers call, how much work each thing is, how many calls a day has; from <c>rules/projects/visits.yaml</c>.</summary>
public sealed class OfficerRules
{
    public int EnterpriseDays { get; set; } = 60;

    public int ProjectDays { get; set; } = 30;

    public int EnterpriseWeight { get; set; } = 1;

    public int ProjectWeight { get; set; } = 2;

    public int MostADay { get; set; } = 3;

    public int DaysAhead { get; set; } = 14;

    public int DaysOf(string kind) => kind == ProjectsModule.Subject ? ProjectDays : EnterpriseDays;

    public int WeightOf(string kind) => kind == ProjectsModule.Subject ? ProjectWeight : EnterpriseWeight;

    public static OfficerRules Read(Installation installation)
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "visits.yaml");
        return File.Exists(file) ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<OfficerRules>(File.ReadAllText(file)) : new OfficerRules();
    }
}
