using Funeng.Modules.Facts;
using Funeng.Modules.Foundation;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Projects.Sheets;

/// <summary>Sheets about enterprises: what they bring to the product.</summary>
internal static class SheetParts
{
    public static IServiceCollection AddSheets(this IServiceCollection services) => services
        .AddSingleton(provider => SheetForms.Read(provider.GetRequiredService<Installation>()))
        .AddSingleton(new SubjectRows("enterprise_sheet", "enterprise", IsDerived: false))
        .AddScoped<FillSheet>()
        .AddScoped<ReadSheets>();
}
