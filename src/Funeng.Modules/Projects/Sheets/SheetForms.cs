using Funeng.Modules.Foundation;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Modules.Projects.Sheets;

/// <summary>One item a sheet asks for.</summary>
/// <param name="Look">What to look at.</param>
public sealed record SheetItem(string Name, int Most, string Look);

/// <summary>What one kind of sheet asks for.</summary>
/// <param name="HasTarget">Each item has a target beside its score.</param>
/// <param name="HasAgain">A day may be set by which it is looked at again.</param>
public sealed record SheetForm(string Id, string Name, bool HasTarget, bool HasAgain, IReadOnlyList<SheetItem> Items)
{
    public int Most => Items.Sum(item => item.Most);
}

/// <summary>The forms there are, from <c>rules/projects/sheets.yaml</c>.</summary>
public sealed class SheetForms(IReadOnlyList<SheetForm> forms)
{
    public const string Diagnosis = "diagnosis", ShopFloor = "shop-floor";

    /// <summary>Null where the file of the forms lacks it.</summary>
    public SheetForm? Find(string id) => forms.FirstOrDefault(form => form.Id == id);

    public static SheetForms Read(Installation installation)
    {
        var file = Path.Combine(installation.RulesFolder, "projects", "sheets.yaml");
        if (!File.Exists(file)) return new SheetForms([]);
        var yaml = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(File.ReadAllText(file));
        return new SheetForms([.. yaml.Forms.Select(form => new SheetForm(form.Id, form.Name, form.Target, form.Again, [.. form.Items.Select(item => new SheetItem(item.Name, item.Most, item.Look))]))]);
    }

    private sealed class FileYaml
    {
        public List<FormYaml> Forms { get; set; } = [];
    }

    private sealed class FormYaml
    {
        public string Id { get; set; } = "";
        public string Name { get; set; } = "";
        public bool Target { get; set; }
        public bool Again { get; set; }
        public List<ItemYaml> Items { get; set; } = [];
    }

    private sealed class ItemYaml
    {
        public string Name { get; set; } = "";
        public int Most { get; set; }
        public string Look { get; set; } = "";
    }
}
