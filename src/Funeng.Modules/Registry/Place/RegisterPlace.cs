using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Funeng.Modules.Registry.Place;

/// <summary>The place of an enterprise that was last filed as its 注册地.</summary>
internal sealed class RegisterPlace
{
    public required long Organization { get; init; }

    public string? Region { get; set; }

    public string? Zone { get; set; }
}

internal sealed class RegisterPlaceTable : IEntityTypeConfiguration<RegisterPlace>
{
    public void Configure(EntityTypeBuilder<RegisterPlace> builder) => builder.HasKey(place => place.Organization);
}
