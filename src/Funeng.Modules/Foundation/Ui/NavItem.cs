using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Funeng.Modules.Foundation.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>The parts of the navigation, in order; the three empowerments and 民生 are its top.</summary>
public enum NavGroup
{
    [Display(Name = "工作台")] Workbench,
    [Display(Name = "产业赋能")] Industry,
    [Display(Name = "金融赋能")] Finance,
    [Display(Name = "科教创新赋能")] Innovation,
    [Display(Name = "民生")] Livelihood,
    [Display(Name = "管理")] Administration,
}

/// <summary>
/// One entry of the navigation and of the page search. A module registers its own:
/// <c>services.AddNav(new(NavGroup.Industry, 10, "企业", "/enterprises", Icon: "building-factory-2", Permission.ViewEnterprises) { Summary = "…" })</c>.
/// </summary>
/// <param name="Order">Place inside the group, in steps of ten.</param>
/// <param name="Icon">A name of tabler.io/icons (outline); write it as a named argument, the sprite is made from it.</param>
/// <param name="Permission">Who sees it; null means everyone who is signed in.</param>
public sealed record NavItem(NavGroup Group, int Order, string Text, string Href, string Icon, Permission? Permission = null)
{
    /// <summary>The second key of the jump <c>g x</c>.</summary>
    public string? Key { get; init; }

    /// <summary>One sentence on what can be done there, for the pages of the four empowerments.</summary>
    public string? Summary { get; init; }

    /// <summary>Other words under which the page is found.</summary>
    public string Keywords { get; init; } = "";

    /// <summary>Read by anybody: the sign-in page leads there too.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Found by search and listed on the group's page, but not in the side bar.</summary>
    public bool Hidden { get; init; }
}

public static class NavRegistration
{
    public static IServiceCollection AddNav(this IServiceCollection services, params NavItem[] items)
    {
        foreach (var item in items)
            services.AddSingleton(item);
        return services;
    }

    /// <summary>The Chinese name of an enum member, from its <see cref="DisplayAttribute"/>.</summary>
    public static string DisplayName(this Enum member) =>
        member.GetType().GetField(member.ToString())?.GetCustomAttribute<DisplayAttribute>()?.Name ?? member.ToString();
}
