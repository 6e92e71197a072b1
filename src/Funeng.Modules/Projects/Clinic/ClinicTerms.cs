using Funeng.Modules.Foundation;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>The terms of the clinic, from <c>rules/projects/clinic.yaml</c>.</summary>
public sealed class ClinicTerms
{
    /// <summary>Name of the body that receives what no driving office answers for; empty for none.</summary>
    public string Office { get; set; } = "";

    /// <summary>Working days from the last measure to the revisit.</summary>
    public int RevisitWorkdays { get; set; } = 5;

    /// <summary>Days the asker has to rate.</summary>
    public int RatingDays { get; set; } = 10;

    /// <summary>Days in which the asker may have a closed case taken up again.</summary>
    public int ReopenDays { get; set; } = 30;

    /// <summary>Last words of the titles of leaders a case can be taken to; a key without a value in the file is an empty list.</summary>
    public List<string> Leaders { get; set => field = value ?? []; } = ["书记", "市长", "区长", "县长", "镇长", "乡长", "局长", "主任", "主席", "秘书长"];

    /// <summary>What stands before such a word where the post is no leader's.</summary>
    public List<string> Sections { get; set => field = value ?? []; } = ["科", "室", "股", "办公厅", "专班", "车间", "中心", "支部", "总支", "村", "村委会", "居委会", "社区", "站", "工会"];

    public static ClinicTerms Read(Installation installation)
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "clinic.yaml");
        return File.Exists(file)
            ? new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<ClinicTerms>(File.ReadAllText(file))
            : new ClinicTerms();
    }
}
