using Funeng.Modules.Registry;
using Funeng.Modules.Registry.Organizations;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Funeng.Host.Demo;

/// <summary>Departments, banks, universities and their posts for the demo city, from <c>rules/demo/organizations.yaml</c>; by the same use case as the page.</summary>
internal static class DemoOrganizations
{
    public static async Task LoadAsync(ManagePosts manage, string rulesFolder, CancellationToken cancellation)
    {
        foreach (var made in Read(Path.Combine(rulesFolder, "demo", "organizations.yaml")))
        {
            Require(await manage.AddAsync(new TypedOrganization(made.Kind, made.Code, made.Name, made.Region), cancellation), made.Name);
            foreach (var post in made.Posts)
            {
                foreach (var holder in post.Holders)
                    Require(await manage.AppointAsync(new TypedTenure(made.Code, made.Kind, post.Title, holder.Person, holder.From), cancellation), made.Name);
            }
        }
    }

    private static void Require(IReadOnlyList<Modules.Foundation.Ui.Problem>? problems, string name)
    {
        if (problems is not { Count: 0 })
            throw new InvalidDataException($"rules/demo/organizations.yaml, {name}: {string.Join("; ", problems?.Select(problem => problem.Message) ?? ["not found"])}");
    }

    private static List<OrganizationYaml> Read(string file)
    {
        if (!File.Exists(file))
            return [];
        using var reader = File.OpenText(file);
        return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<FileYaml>(reader).Organizations;
    }

    private sealed class FileYaml
    {
        public List<OrganizationYaml> Organizations { get; set; } = [];
    }

    private sealed class OrganizationYaml
    {
        public string Kind { get; set; } = nameof(OrganizationKind.Other);
        public string Code { get; set; } = "";
        public string Name { get; set; } = "";
        public string Region { get; set; } = "";
        public List<PostYaml> Posts { get; set; } = [];
    }

    private sealed class PostYaml
    {
        public string Title { get; set; } = "";
        public List<HolderYaml> Holders { get; set; } = [];
    }

    private sealed class HolderYaml
    {
        public string Person { get; set; } = "";
        public string From { get; set; } = "";
    }
}
